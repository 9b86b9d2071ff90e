#!/usr/bin/env python3
"""Gives the root key out of two sheets of a Casekeep recovery kit, without Casekeep. Written from docs/recovery-kit.md alone.

  join_sheets.py SHEET SHEET      two files, each with the letters of one sheet; the key is printed: do this where nobody looks on

Needs Python 3.9 and nothing else. Exit codes: 0 good; 2 wrong usage; 4 a file cannot be read; 10 a letter is wrong;
11 the sheets are not two of one kit; 12 they give no key
"""
import hashlib, hmac, sys

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

class Fault(Exception):
    """exit code, what is wrong"""

def digits_of(text):  # -> the 80 digits of a sheet, each group checked
    typed = "".join(text.upper().replace("O", "0").replace("I", "1").replace("L", "1").replace("-", " ").split())
    if len(typed) != 100 or any(letter not in LETTERS for letter in typed):
        raise Fault(10, "a sheet has 100 letters and digits, without U")
    digits = []
    for number in range(1, 21):
        *group, check = (LETTERS.index(letter) for letter in typed[5 * number - 5:5 * number])
        total = number
        for digit in [*group, 0]:
            total = (total << 1 ^ (0b100101 if total & 16 else 0)) ^ digit
        if total != check:
            raise Fault(10, f"a letter is wrong in group {number}")
        digits += group
    whole = int.from_bytes(hashlib.sha256(b"casekeep/v1/sheet|" + bytes(digits[:76])).digest()[:3], "big") >> 4
    if number_of(digits[76:]) != whole:
        raise Fault(10, "each group fits, but not the sheet as a whole")
    return digits

def number_of(digits):
    total = 0
    for digit in digits:
        total = total << 5 | digit
    return total

def sheet(path):  # -> (version, number, kit, share)
    digits = digits_of(open(path, encoding="utf-8").read())
    return digits[0], digits[1], number_of(digits[2:8]), number_of(digits[12:76]).to_bytes(40, "big")

def times(a, b):  # in GF(2^8) by x^8 + x^4 + x^3 + x^2 + 1
    product = 0
    while b:
        product, a, b = product ^ (a if b & 1 else 0), a << 1 ^ (0x11D if a & 128 else 0), b >> 1
    return product

def join(one, other):
    (version, x, kit, ys), (_, u, other_kit, vs) = one, other
    if version != 1 or kit != other_kit or x == u:
        raise Fault(11, "two different sheets of one kit, of a kind that is known, are needed")
    inverse = next(n for n in range(1, 256) if times(n, x ^ u) == 1)
    secret = bytes(times(times(y, u) ^ times(v, x), inverse) for y, v in zip(ys, vs))
    key, check = secret[:32], secret[32:]
    number = "".join(LETTERS[kit >> 5 * place & 31] for place in range(5, -1, -1))
    name = f"K-{number}-{(LETTERS + '*~$=U')[kit % 37]}"
    first = hmac.new(bytes(32), key, hashlib.sha256).digest()  # HKDF-SHA256 without salt
    if hmac.new(first, f"casekeep/v1/kit|{name}".encode() + b"\1", hashlib.sha256).digest()[:8] != check:
        raise Fault(12, "the two sheets give no key")
    return key.hex()

def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    try:
        print(join(sheet(sys.argv[1]), sheet(sys.argv[2])))
    except Fault as fault:
        code, why = fault.args
        print(why, file=sys.stderr)
        sys.exit(code)
    except (OSError, UnicodeError):
        print("a file cannot be read", file=sys.stderr)
        sys.exit(4)

if __name__ == "__main__":
    main()
