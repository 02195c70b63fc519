"""Takes a file's name, a seed and characters and writes a language model of 200 kB that has learnt nothing.

Run by the interpreter that `.ci/llama-server` installs: `python tiny_model.py MODEL.gguf SEED FAVOURED`. Every byte is
a token, and the weights are noise, so under a grammar it gives well-formed nonsense. Of the characters in FAVOURED it
takes the first that the grammar allows: with a quotation mark and closing brackets first, it says as little as it may.
"""

import sys

import gguf
import numpy as np

_WIDTH, _INNER, _STATE, _RANK, _KERNEL = 16, 32, 16, 1, 4  # inner must be twice the width
_CONTEXT = 1 << 20  # what it claims to have been trained for: the server takes no more than that
_SPECIAL = {"<unk>": gguf.TokenType.UNKNOWN, "<s>": gguf.TokenType.CONTROL, "</s>": gguf.TokenType.CONTROL}
_BYTES = {f"<0x{byte:02X}>": gguf.TokenType.BYTE for byte in range(256)}
_TOKENS = _SPECIAL | _BYTES
_TEMPLATE = "{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}assistant: "


def write(path, seed, favoured):
    """Write a Mamba of one layer: unlike a transformer's, its time grows with the prompt's length, not the square."""
    model = gguf.GGUFWriter(path, "mamba")
    model.add_context_length(_CONTEXT)
    model.add_embedding_length(_WIDTH)
    model.add_feed_forward_length(0)
    model.add_head_count(0)
    model.add_block_count(1)
    model.add_ssm_conv_kernel(_KERNEL)
    model.add_ssm_inner_size(_INNER)
    model.add_ssm_state_size(_STATE)
    model.add_ssm_time_step_rank(_RANK)
    model.add_layer_norm_rms_eps(1e-5)
    model.add_tokenizer_model("llama")
    model.add_token_list(list(_TOKENS))
    model.add_token_scores([0.0] * len(_TOKENS))
    model.add_token_types(list(_TOKENS.values()))
    model.add_add_space_prefix(False)
    model.add_chat_template(_TEMPLATE)
    for name, tensor in _tensors(np.random.default_rng(seed), favoured).items():
        model.add_tensor(name, tensor)
    model.write_header_to_file()
    model.write_kv_data_to_file()
    model.write_tensors_to_file()
    model.close()


def _tensors(noise, favoured):
    words, voice = _noise(noise, len(_TOKENS), _WIDTH), _noise(noise, len(_TOKENS), _WIDTH)
    # The first number is 1 in every token's vector, so what stands there in `voice` is liked whatever was said.
    words[:, 0] = 1
    for rank, character in enumerate(reversed(favoured), 1):
        voice[len(_SPECIAL) + ord(character), 0] += 10 * rank
    layer = {
        "attn_norm.weight": np.ones(_WIDTH, np.float32),
        "ssm_in.weight": _noise(noise, 2 * _INNER, _WIDTH),
        "ssm_conv1d.weight": _noise(noise, _INNER, _KERNEL),
        "ssm_conv1d.bias": _noise(noise, _INNER),
        "ssm_x.weight": _noise(noise, _RANK + 2 * _STATE, _INNER),
        "ssm_dt.weight": _noise(noise, _INNER, _RANK),
        "ssm_dt.bias": _noise(noise, _INNER),
        "ssm_a": -np.ones((_INNER, _STATE), np.float32),
        "ssm_d": np.ones(_INNER, np.float32),
        "ssm_out.weight": _noise(noise, _WIDTH, _INNER),
    }
    ends = {"token_embd.weight": words, "output_norm.weight": np.ones(_WIDTH, np.float32), "output.weight": voice}
    return ends | {f"blk.0.{name}": tensor for name, tensor in layer.items()}


def _noise(noise, *shape):
    return (noise.standard_normal(shape) * 0.05).astype(np.float32)


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]), sys.argv[3])
