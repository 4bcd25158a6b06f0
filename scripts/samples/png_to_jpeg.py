#!/usr/bin/env python3
"""Writes a rendered PNG picture as a JPEG: png_to_jpeg.py IN.png OUT.jpg"""
import sys

import cv2

from strokes import save_jpeg

save_jpeg(sys.argv[2], cv2.imread(sys.argv[1])[..., ::-1] / 255.0, 88)
