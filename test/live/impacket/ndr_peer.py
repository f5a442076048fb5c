"""Impacket's NDR engine as a second opinion.

Reads one JSON object per line: {"call", "side": "in" | "out", "stub": hex} or {"call", "side", "value": {...}}, and
answers with the other form.
"""
import json
import sys

from ndr_types import fill, plain
from tsts_calls import call_class


def answer(request):
    call = call_class(request['call'], request['side'])()
    if 'stub' in request:
        stub = bytes.fromhex(request['stub'])
        length = call.fromString(stub)
        return {'value': plain(call), 'rest': len(stub) - length}
    fill(call, request['value'])
    return {'stub': call.getData().hex()}


if __name__ == '__main__':
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
