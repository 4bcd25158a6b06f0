#!/bin/sh
# Paints small pictures and compares them with the golden ones in a repository; both examples beside this
# script run it, and it can be run by hand. A copy of it is yours to change.
#
#   golden.sh            paints into painted/ and compares; 1 if a picture is not as it was
#   golden.sh --update   the same, and then replaces the golden pictures that are not met: look at them
#                        and commit them
#
# STYLIZE_PROGRAM names the program, else it is looked for in PATH. Every photos/NAME.jpg is painted in the
# manner of styles/painting.jpg. Few iterations from fixed noise at a small size: rounding differs between
# processors and grows with every iteration.
set -eu

stylize=${STYLIZE_PROGRAM:-stylize}

rm -rf painted differences
"$stylize" -q -c photos -s styles/painting.jpg -o painted/ --name-template '{content}.png' \
    --size 128 --scales 1 --iterations 5 --tolerance 0 --init noise --seed 7 --metadata none
mkdir -p golden
exec "$stylize" compare golden painted --min-psnr 50 --min-ssim 0.999 --diff differences \
    --junit golden-report.xml "$@"
