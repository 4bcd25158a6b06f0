#!/bin/sh
# Makes the small pictures of README.md that show what each option does, from the samples.
#
#   make_controls.sh [OUTPUT_FOLDER]
#
# OUTPUT_FOLDER is tests/samples/controls of the repository unless given. PROGRAM names the program
# (build/release/bin/stylize of the repository).
set -eu

samples=$(cd "$(dirname "$0")/../../tests/samples" && pwd)
program=${PROGRAM:-$samples/../../build/release/bin/stylize}
output=${1:-$samples/controls}
mkdir -p "$output"

# paint NAME CONTENT STYLE OPTIONS...
paint() {
    name=$1 content=$2 style=$3
    shift 3
    "$program" --quiet --content "$samples/content/$content.jpg" --style "$samples/style/$style.jpg" \
        --size 224 --quality 85 -o "$output/$name.jpg" "$@"
}

lake() {  # NAME OPTIONS...
    name=$1
    shift
    paint "$name" mountain_lake autumn_knife "$@"
}

tower() {  # NAME OPTIONS...
    name=$1
    shift
    paint "$name" lighthouse night_swirls "$@"
}

woodcut=$samples/style/woodcut.jpg
swirls=$samples/style/night_swirls.jpg
knife=$samples/style/autumn_knife.jpg

lake plain
lake style_scale_small --style-scale 0.5
lake style_scale_large --style-scale 2
lake style_weight_low --style-weight 50
lake style_weight_high --style-weight 20000
lake content_layers --content-layers relu2_1
lake tv_weight --tv-weight 100
lake tv_norm --tv-weight 5 --tv-norm l1
lake style_layers --style-layers relu1_1
lake statistics --style-loss statistics
lake wasserstein --style-loss wasserstein
lake neighbours --style-loss neighbours
lake normalize_gradients --optimizer adam --normalize-gradients --style-weight 5 --tolerance 0
lake pooling_max --pooling max
lake pooling_average --pooling average
lake pooling_l2 --pooling l2

lake blend --style "$swirls"
lake blend_weights --style "$swirls" --style-blend 1,9
lake blocks --style "$swirls" --style-blocks 1,2-3
lake blocks_swapped --style "$swirls" --style-blocks 2-3,1
lake mask --style "$swirls" --content-mask "$samples/mask/mountain_lake.png" --style-mask black,white
lake mask_swapped --style "$woodcut" --content-mask "$samples/mask/mountain_lake.png" \
    --style-mask white,black

tower tower
tower octaves_one --octaves 1
tower octaves_four --octaves 4
tower colour_match --colour match
tower colour_keep --colour keep
tower init_noise --init noise --style-weight 50
tower init_half --init-noise 0.5
tower init_picture --init "$knife" --style-weight 50

lake fast --preset fast
lake fine --preset fine
lake averaging --optimizer adam --averaging 0.95 --iterations 200 --tolerance 0
lake sheet --contact-sheet "$output/contact_sheet.jpg" --loss-plot "$output/loss_plot.png"
rm "$output/sheet.jpg"
