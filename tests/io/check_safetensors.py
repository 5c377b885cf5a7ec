"""Reads weights files and maps by the public rules of safetensors, with the Python standard library alone.

Shows that other languages can read what this project writes:
    check_safetensors.py FILE_OR_FOLDER...           checks files (a folder: all *.safetensors in it)
    check_safetensors.py --sample FILE               also compares every number with the formula of
                                                     sample_model.h
"""

import array
import hashlib
import json
import math
import pathlib
import struct
import sys

PIXELS = 784
LAYERS = ("encoder.hidden", "encoder.latent", "decoder.hidden", "decoder.output")
SAMPLE_DIMS = (5, 3)
TYPE_CODES = {"F32": "f", "U8": "B"}  # of the module array


def refuse_duplicates(pairs):
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), f"duplicate names: {names}"
    return dict(pairs)


def read(path):
    """Returns metadata, entries in file order and the data after the header."""
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    text, data = raw[8 : 8 + length], raw[8 + length :]
    assert len(text) == length and text.startswith(b"{"), "header"
    assert (8 + length) % 8 == 0, "the data is not aligned"
    header = json.loads(text.decode("utf-8"), object_pairs_hook=refuse_duplicates)
    metadata = header.pop("__metadata__", {})
    assert all(isinstance(v, str) for v in metadata.values()), "metadata values are strings"
    return metadata, header, data


def tensors_of(header, data):
    """Returns name -> (shape, numbers), having checked that the tensors cover the data exactly."""
    tensors = {}
    covered = 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        assert set(entry) == {"dtype", "shape", "data_offsets"}, (name, entry)
        code = TYPE_CODES[entry["dtype"]]
        begin, end = entry["data_offsets"]
        assert begin == covered, f"{name}: starts at {begin}, the one before ends at {covered}"
        values = array.array(code, data[begin:end])
        assert len(values) == math.prod(entry["shape"]), (name, entry)
        if sys.byteorder == "big":
            values.byteswap()
        tensors[name] = (entry["shape"], values)
        covered = end
    assert covered == len(data), f"{len(data) - covered} bytes after the last tensor"
    return tensors


def expected_shapes(h, l):
    weights = ((h, PIXELS), (2 * l, h), (h, l), (PIXELS, h))
    shapes = {}
    for layer, (rows, columns) in zip(LAYERS, weights):
        shapes[layer + ".weight"] = [rows, columns]
        shapes[layer + ".bias"] = [rows]
    return shapes


def check(path):
    """Checks one weights file and returns its dimensions and tensors."""
    metadata, header, data = read(path)
    assert metadata["format"] == "vae-mnist", metadata
    assert metadata["format_version"] == "1", metadata
    assert metadata["activation"] == "tanh", metadata
    assert metadata["payload_sha256"] == hashlib.sha256(data).hexdigest(), "payload_sha256"
    dims = int(metadata["hidden_dim"]), int(metadata["latent_dim"])
    assert all(entry["dtype"] == "F32" for entry in header.values()), header
    tensors = tensors_of(header, data)
    shapes = {name: shape for name, (shape, _) in tensors.items()}
    assert shapes == expected_shapes(*dims), shapes
    for name, (_, values) in tensors.items():
        assert all(map(math.isfinite, values)), f"{name} has values that are not finite"
    return dims, tensors


def check_map(path):
    """Checks one map and that it belongs to the model beside it."""
    metadata, header, data = read(path)
    assert metadata["format"] == "vae-mnist-map", metadata
    assert metadata["format_version"] == "1", metadata
    assert metadata["payload_sha256"] == hashlib.sha256(data).hexdigest(), "payload_sha256"
    weights, _, _ = read(path.with_name(path.name.replace(".map.", ".")))
    assert metadata["weights_payload_sha256"] == weights["payload_sha256"], "of other weights"
    tensors = tensors_of(header, data)
    shapes = {name: shape for name, (shape, _) in tensors.items()}
    n = shapes["label"][0]
    assert shapes == {"mu": [n, int(weights["latent_dim"])], "position": [n, 2],
                      "neg_elbo": [n], "label": [n]}, shapes
    assert header["label"]["dtype"] == "U8" and max(tensors["label"][1]) <= 9
    for name in ("mu", "position", "neg_elbo"):
        assert all(map(math.isfinite, tensors[name][1])), f"{name} has values that are not finite"


def check_sample(path):
    dims, tensors = check(path)
    assert dims == SAMPLE_DIMS, dims
    names = [layer + part for layer in LAYERS for part in (".weight", ".bias")]
    for t, name in enumerate(names):
        for k, value in enumerate(tensors[name][1]):
            expected = ((k * 37 + t * 11) % 257 - 128) / 64
            assert value == expected, f"{name}[{k}] is {value}, expected {expected}"


def main(arguments):
    sample = arguments[:1] == ["--sample"]
    paths = []
    for argument in map(pathlib.Path, arguments[sample:]):
        paths += sorted(argument.glob("*.safetensors")) if argument.is_dir() else [argument]
    failures = 0
    for path in paths:
        try:
            is_map = path.name.endswith(".map.safetensors")
            (check_sample if sample else check_map if is_map else check)(path)
            print(f"{path}: good")
        except (AssertionError, OSError, KeyError, TypeError, ValueError, struct.error) as error:
            failures += 1
            print(f"{path}: {type(error).__name__}: {error}")
    print(f"{len(paths) - failures} of {len(paths)} files good")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
