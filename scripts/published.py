"""What publishers of VGG networks state about their files, and the terms for redistributing the weights."""

# The MD5 of Keras' files, the only checksum that Keras publishes: it detects damage.
KERAS_FILES = {"vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5": "6d6bbae143d832006294945121d1f1fc",
               "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5": "253f8cb515780f3b799900260a226db6"}
# The SHA-256 that vgg_source.layers_digest() returns for their first DIGESTED_BLOCKS blocks, which
# are kept by default. None: not known yet, and then only the MD5 is checked. Anybody with the file
# from Keras may fill it in.
KERAS_LAYERS = {"vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5": None,
                "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5": None}
DIGESTED_BLOCKS = 3

# Names of PyTorch's files contain the first 8 digits of their SHA-256 at publication.
KNOWN_FILES = {
    "dcbb9e9d": "torchvision", "397923af": "torchvision",  # vgg19, vgg16
    "c79401a0": "torchvision", "6c64b313": "torchvision",  # vgg19_bn, vgg16_bn
    "88682ab5": "caffe-rgb",  # torchvision's vgg16_features-amdegroot
    "d01eb7cb": "caffe", "00b39a1b": "caffe",  # vgg19, vgg16 of neural-style-pt
}

CITATION = "Karen Simonyan and Andrew Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition, " \
    "ICLR 2015"
_CC_BY = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
_OXFORD = "trained on ImageNet by the Visual Geometry Group, University of Oxford"
# Authors and licence of the weights.
KERAS_ORIGIN = (f"{_OXFORD}, converted by Keras", _CC_BY)
CAFFE_ORIGIN = (f"{_OXFORD}, converted for PyTorch as neural-style-pt uses them", _CC_BY)
TORCHVISION_ORIGIN = ("trained on ImageNet by torchvision, distributed by PyTorch",
                      "BSD-3-Clause, https://github.com/pytorch/vision/blob/main/LICENSE")
KNOWN_ORIGINS = {"torchvision": TORCHVISION_ORIGIN, "caffe": CAFFE_ORIGIN}  # of KNOWN_FILES
