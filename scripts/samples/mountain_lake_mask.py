#!/usr/bin/env python3
"""Draws the mask of mountain_lake.jpg: white where sky and mountains are, black below.

    mountain_lake_mask.py OUTPUT
"""
import sys

import cv2
import numpy as np

# The line where the forest begins, as fractions of width and height.
TREETOPS = [(0, 0.36), (0.05, 0.37), (0.12, 0.40), (0.25, 0.41), (0.45, 0.43), (0.60, 0.42), (0.75, 0.41),
            (0.85, 0.38), (0.93, 0.37), (1, 0.34)]
WIDTH, HEIGHT = 512, 384

points = [(x * WIDTH, y * HEIGHT) for x, y in [(0, 0)] + TREETOPS + [(1, 0)]]
mask = np.zeros((HEIGHT, WIDTH), np.uint8)
cv2.fillPoly(mask, [np.array(points, np.int32)], 255)
if not cv2.imwrite(sys.argv[1], mask):
    sys.exit(f"{sys.argv[1]}: cannot be written")
