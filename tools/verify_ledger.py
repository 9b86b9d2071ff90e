#!/usr/bin/env python3
"""Checks a Casekeep ledger export or bundle without Casekeep. Written from docs/ledger.md alone.

  verify_ledger.py ledger LEAVES NOTES... --vkey KEY    LEAVES: one leaf a line; NOTES: files of checkpoints, anchor files
  verify_ledger.py bundle BUNDLE [--vkey KEY]           without --vkey the key in the bundle itself is taken
KEY is casekeep/...+...+... or @FILE with one key a line; --vkey may be repeated. Needs Python 3.9 and the package `cryptography`.

Exit codes: 0 good; 2 wrong usage; 3 `cryptography` is missing; 4 a file cannot be read; 10 malformed; 11 numbering; 12 chain;
13 dossier chain; 14 time; 20 checkpoint malformed; 21 of another ledger; 22 signature; 23 root; 24 order;
25 rolled back (lines missing at the end); 30 manifest; 31 content; 32 inclusion; 33 incomplete bundle
"""
import argparse, base64, hashlib, json, re, sys

ID, HASH, CODE, INT = '"([0-9a-f]{32})"', '"([0-9a-f]{64})"', '"([A-Za-z0-9._:-]{1,64})"', "(0|-?[1-9][0-9]{0,15})"
ENTRY = re.compile(rf'{{"act":"entry","actor":{ID},"at":{INT},"commit":{HASH},"dossier":{ID},"entry":{INT},"kind":{CODE},'
                   rf'"level":([0-3]),"manifest":{HASH},"prev":{HASH}(?:,"skew":1)?,"v":1}}')
ACCESS = re.compile(rf'{{"act":(?!"entry"){CODE},"actor":{ID},"at":{INT}(?:,"dossier":{ID}(?:,"entry":{INT})?)?'
                    rf'(?:,"through":"[0-9a-f]{{16}}")?,"v":1(?:,"why":{CODE})?}}')
LEAF = re.compile(rf'{{"line":({{[^{{}}]*}}),"n":{INT},"prev":{HASH}}}')
NOTE = re.compile(r"(([^\n]+)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)\n)\n((?:— [^\s+]+ [A-Za-z0-9+/=]+\n)+)")
ZERO, BOUND = "0" * 64, 1 << 53
MANIFEST = {"commit", "dossier", "entry", "installation", "kind", "level", "signatures", "version"}

class Fault(Exception):
    """exit code, what is wrong, ledger number"""

def need(truth, code, what, number=None):
    if not truth:
        raise Fault(code, what, number)

def sha(data): return hashlib.sha256(data).digest()
def leaf_hash(leaf): return sha(b"\0" + leaf.encode())
def node_hash(left, right): return sha(b"\1" + left + right)

def plain64(text):  # base 64 in its one spelling
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError
    return data

def signed(key, text, signature):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    try:
        return Ed25519PublicKey.from_public_bytes(key).verify(signature, text) is None
    except (InvalidSignature, ValueError):
        return False

def read_key(text):  # -> (origin, id, public key)
    origin, ident, key = text.split("+", 2)
    key = plain64(key)
    good = len(key) == 33 and key[0] == 1 and sha(origin.encode() + b"\n" + key)[:4].hex() == ident
    need(good and re.fullmatch("casekeep/[0-9a-f]{32}", origin), 10, "a key is malformed")
    return origin, bytes.fromhex(ident), key[1:]

def read_note(note, keys):  # -> (size, root, origin) of a checkpoint whose signature holds
    try:
        text, origin, size, root, lines = NOTE.fullmatch(note).groups()
        lines = [line.split(" ") for line in lines.splitlines()]
        root, lines = plain64(root), [(name, plain64(data)) for _, name, data in lines]
    except (AttributeError, ValueError):
        raise Fault(20, "a checkpoint is malformed", None)
    need(int(size) < 1 << 64 and all(len(data) >= 4 for _, data in lines), 20, "a checkpoint is malformed")
    need(any(origin == key[0] for key in keys), 21, "a checkpoint is of another ledger")
    known = [signed(key[2], text.encode(), data[4:]) for name, data in lines for key in keys if key[:2] == (name, data[:4])]
    need(known and all(known), 22, "a checkpoint is not signed by the known key")
    return int(size), root, origin

def read_notes(path, keys):
    *parts, end = open(path, encoding="utf-8", newline="").read().split("\n\n")
    need(end == "" and len(parts) % 2 == 0, 20, "a file of notes ends inside a note")
    notes = [read_note(f"{text}\n\n{lines}\n", keys) for text, lines in zip(parts[::2], parts[1::2])]
    for before, note in zip(notes, notes[1:]):
        need(before[0] <= note[0], 24, "the checkpoints are out of order", note[0])
    return notes

def read_body(body, number):  # -> the fields of an entry, None for an access line
    entry, access = ENTRY.fullmatch(body), ACCESS.fullmatch(body)
    need(entry or access, 10, "malformed", number)
    at, place = (entry[2], entry[5]) if entry else (access[3], access[5] or 1)
    need(abs(int(at)) < BOUND and 0 < int(place) < 1 << 32, 10, "malformed", number)
    names = ("actor", "at", "commit", "dossier", "entry", "kind", "level", "manifest", "prev")
    return entry and {**dict(zip(names, entry.groups())), "at": int(at), "entry": int(place), "level": int(entry[7])}

def follows(entry, before, number):  # before: hash, number and time of the entry before in the dossier
    need((entry["prev"], entry["entry"]) == (before[0], before[1] + 1), 13, "the chain of the dossier is broken", number)
    need(entry["at"] >= before[2], 14, "time runs backwards in the dossier", number)

def check_ledger(leaves, paths, keys):
    notes = sorted((note for path in paths for note in read_notes(path, keys)), key=lambda note: -note[0])
    frontier, heads, last, size, proved = [], {}, ZERO, 0, 0  # frontier: roots of perfect subtrees, largest first
    lines = open(leaves, encoding="utf-8", newline="\n")
    while True:
        while notes and notes[-1][0] == size:
            root = frontier[-1] if frontier else sha(b"")
            for left in frontier[-2::-1]:
                root = node_hash(left, root)
            need(notes.pop()[1] == root, 23, "a checkpoint signs other lines", size)
            proved = size
        line = lines.readline(1026)
        if not line:
            break
        leaf = LEAF.fullmatch(line[:-1])
        need(leaf and line[-1] == "\n", 10, "malformed", size)
        entry = read_body(leaf[1], size)
        need(int(leaf[2]) == size, 11, "the numbering is broken", size)
        need(leaf[3] == last, 12, "the chain of lines is broken", size)
        if entry:
            follows(entry, heads.get(entry["dossier"], (ZERO, 0, -BOUND)), size)
            heads[entry["dossier"]] = sha(leaf[1].encode()).hex(), entry["entry"], entry["at"]
        node, count = leaf_hash(line[:-1]), size
        last, size = node.hex(), size + 1
        while count & 1:
            node, count = node_hash(frontier.pop(), node), count >> 1
        frontier.append(node)
    need(not notes, 25, "lines are missing at the end", notes and notes[-1][0])
    return f"good: {size} lines, {len(heads)} dossiers; a signed checkpoint vouches for the first {proved}"

def canonical(text, keys, code=10, number=None):  # an object in its one spelling with these keys
    def refuse(_):
        raise ValueError
    try:
        value = json.loads(text, parse_float=refuse, parse_constant=refuse)
        good = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == text and set(value) in keys
    except (ValueError, TypeError, RecursionError):
        good = False
    need(good, code, "not canonical", number)
    return value

def included(node, n, size, proof, root):
    last, good = size - 1, 0 <= n < size
    for other in proof:
        good = good and last > 0
        if n & 1 or n == last:
            node = node_hash(other, node)
            while n and not n & 1:
                n, last = n >> 1, last >> 1
        else:
            node = node_hash(node, other)
        n, last = n >> 1, last >> 1
    return good and last == 0 and node == root

def check_bundle(path, keys):
    lines = open(path, encoding="utf-8", newline="").read().split("\n")
    need(len(lines) > 2, 33, "the bundle is incomplete")
    first, *entries, checkpoint, end = lines
    need(end == "" and '"format":"casekeep-bundle/1"' in first and '{"checkpoint":' in checkpoint, 33, "the bundle is incomplete")
    head = canonical(first, [{"dossier", "format", "installation", "kind", "origin", "vkey"}])
    key = read_key(head["vkey"])
    need(key[0] == head["origin"] == "casekeep/" + head["installation"], 21, "the header contradicts itself")
    size, root, origin = read_note(canonical(checkpoint, [{"checkpoint"}])["checkpoint"], keys or [key])
    need(origin == head["origin"], 21, "the checkpoint is of another ledger")
    before, last, withheld, closed = (ZERO, 0, -BOUND), -1, 0, {"body", "n", "prev", "proof"}
    for line in entries:
        part = canonical(line, [closed, closed | {"content", "manifest", "salt"}])
        n, body, entry = part["n"], part["body"], read_body(part["body"], part["n"])
        need(entry, 10, "malformed", n)
        need(entry["dossier"] == head["dossier"], 13, "the entry is of another dossier", n)
        follows(entry, before, n)
        need(n > last, 11, "the numbering is broken", n)
        node = leaf_hash(f'{{"line":{body},"n":{n},"prev":"{part["prev"]}"}}')
        need(included(node, n, size, [bytes.fromhex(h) for h in part["proof"]], root), 32, "the line is not in the ledger", n)
        if "salt" in part:
            salt, manifest, content = bytes.fromhex(part["salt"]), part["manifest"], part["content"]
            says = canonical(manifest, [MANIFEST], 30, n)
            same = all(says[name] == entry[name] for name in ("commit", "dossier", "entry", "kind", "level"))
            same = same and says["signatures"] and says["installation"] == head["installation"]
            same = same and sha(b"casekeep/v1/manifest\0" + salt + manifest.encode()).hex() == entry["manifest"]
            need(same, 30, "the manifest is another", n)
            need(sha(b"casekeep/v1/content\0" + salt + content.encode()).hex() == entry["commit"], 31, "the content is another", n)
        before, last, withheld = (sha(body.encode()).hex(), entry["entry"], entry["at"]), n, withheld + ("salt" not in part)
    return f"good: {before[1]} entries of {head['kind']} {head['dossier']}, {withheld} withheld, under a checkpoint of {size} lines"

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("ledger", "bundle"))
    parser.add_argument("files", nargs="+")
    parser.add_argument("--vkey", action="append", default=[])
    args = parser.parse_args()
    if (len(args.files) > 1) != (args.what == "ledger") or (args.what == "ledger" and not args.vkey):
        parser.error("a ledger needs LEAVES, NOTES and --vkey; a bundle is one file")
    try:
        texts = [text for key in args.vkey for text in (open(key[1:]).read().split() if key[0] == "@" else [key])]
        keys = [read_key(text) for text in texts]
        print(check_ledger(args.files[0], args.files[1:], keys) if args.what == "ledger" else check_bundle(args.files[0], keys))
        return 0
    except Fault as fault:
        code, what, number = fault.args
    except OSError as fault:
        code, what, number = 4, fault, None
    except ImportError:
        code, what, number = 3, "the Python package `cryptography` is needed to check signatures", None
    except (KeyError, TypeError, ValueError, AttributeError):  # of another shape than expected
        code, what, number = 10, "malformed", None
    print(what if number is None else f"{what} at ledger number {number}", file=sys.stderr)
    return code

if __name__ == "__main__":
    sys.exit(main())
