"""Quality in the open: the normalisers measured on a labelled set."""

import os

# The matrices of the fit are small: threads of the linear algebra library wait for each other, and
# a fit of a second takes minutes. To be set before numpy is imported.
for _library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
