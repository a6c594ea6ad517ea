# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.browser.quick_demo demo …``: the shipped program, whose passwords cost nothing to hash.

A demo gives everybody a new password at each start, which is two seconds of work on purpose; who only looks at its screens need
not pay for it. What a password must cost is tested where it is hashed.
"""

import sys

from hallserver.__main__ import main
from hallserver.store import hashing

if __name__ == "__main__":
    hashing.SCRYPT_N = 2**4
    sys.exit(main())
