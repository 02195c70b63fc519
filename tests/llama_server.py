"""Takes settings as JSON and runs llama.cpp's own HTTP server with them, until its standard input is closed.

Run by the interpreter that `.ci/llama-server` installs. So the server ends with whoever started it, however that ends.
"""

import json
import os
import sys

import xllamacpp


def serve(*, model, port, key, context, slots, longest):
    """Load `model` and answer on loopback: `slots` questions at a time, each of at most `context` tokens."""
    told = xllamacpp.CommonParams()
    told.model.path = model
    told.port = port
    told.api_keys = [key] if key else []
    told.n_ctx = context * slots
    told.n_parallel = slots
    told.n_predict = longest
    told.cpuparams.n_threads = told.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(told)
    sys.stdin.read()
    return server


if __name__ == "__main__":
    serve(**json.loads(sys.argv[1]))
    # Taking the server down in order may wait for answers that nobody wants any more.
    os._exit(0)
