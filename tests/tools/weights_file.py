"""Reads safetensors files, and changes what a checkpoint says of itself, with the standard library."""

import array
import dataclasses
import hashlib
import json
import sys


@dataclasses.dataclass
class WeightsFile:
    metadata: dict
    tensors: dict  # name -> array of floats, row by row
    shapes: dict


def split(content):
    """The header as an object, and the tensors' bytes."""
    length = int.from_bytes(content[:8], 'little')
    return json.loads(content[8:8 + length]), content[8 + length:]


def parse(content):
    header, data = split(content)
    metadata = header.pop('__metadata__')
    tensors, shapes = {}, {}
    for name, tensor in header.items():
        begin, end = tensor['data_offsets']
        tensors[name] = array.array({'F32': 'f', 'F64': 'd'}[tensor['dtype']], data[begin:end])
        if sys.byteorder == 'big':
            tensors[name].byteswap()
        shapes[name] = tensor['shape']
    return WeightsFile(metadata, tensors, shapes)


def checkpoint_saying(content, rehash=True, **changes):
    """A checkpoint with other metadata ('_' for '-' in keys that are options), under a checksum that
    fits unless it is not made anew."""
    header, data = split(content)
    metadata = header['__metadata__']
    for key, value in changes.items():
        metadata[key if key in metadata else key.replace('_', '-')] = str(value)
    if rehash:
        lines = ''.join(f'{key}={metadata[key]}\n' for key in sorted(metadata)
                        if key != 'metadata_sha256')
        metadata['metadata_sha256'] = hashlib.sha256(lines.encode()).hexdigest()
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    return len(text).to_bytes(8, 'little') + text + data
