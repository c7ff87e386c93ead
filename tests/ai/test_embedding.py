"""The door to embeddings: every engine keeps the same promises, and without one the door says so."""

import os

import numpy as np
import pytest

from lyceum.ai import facade as ai
from lyceum.ai.adapters.minilm import MiniLm
from lyceum.ai.models import MINILM, model_folder
from lyceum.ai.ports import Embedder
from lyceum.platform.kernel import Kernel
from tests.ai.hashing import LetterHashing, use

# At home it may be absent; in CI its absence is a failure, and not a reason to skip.
needs_model = pytest.mark.skipif(
    not model_folder().is_dir() and not os.environ.get("CI"),
    reason="the embedding model is not there: tools/make_model.sh makes it",
)


@pytest.fixture(scope="module", params=["letters", pytest.param("minilm", marks=needs_model)])
def engine(request: pytest.FixtureRequest) -> Embedder:
    return LetterHashing() if request.param == "letters" else MiniLm(model_folder(), threads=1)


TEXTS = ["Plants make sugar from light.", "", "日本語", "a" * 5000, "Plants make sugar from light."]


def test_an_engine_gives_one_row_of_length_one_per_text(engine: Embedder) -> None:
    found = engine.embed(TEXTS)

    assert found.shape == (len(TEXTS), engine.dimensions)
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(1.0, abs=1e-4)


def test_an_engine_gives_the_same_text_the_same_vector(engine: Embedder) -> None:
    found = engine.embed(TEXTS)

    assert found[0] == pytest.approx(found[-1])
    assert engine.embed([TEXTS[0]])[0] == pytest.approx(found[0])


def test_an_engine_takes_no_texts_at_all(engine: Embedder) -> None:
    assert engine.embed([]).shape == (0, engine.dimensions)


@needs_model
def test_the_model_knows_what_means_the_same() -> None:
    # The example of the model's authors, and the similarities they give.
    sentences = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    found = MiniLm(model_folder(), threads=1).embed(sentences)

    assert found @ found.T == pytest.approx(
        np.array([[1, 0.666, 0.1046], [0.666, 1, 0.1411], [0.1046, 0.1411, 1]]), abs=0.03
    )


@needs_model
async def test_the_door_loads_the_model_when_it_is_first_asked(kernel: Kernel) -> None:
    assert ai.embedding_engine(kernel) == MINILM

    found = await ai.embed(kernel, ["A question?"])
    in_bulk = await ai.embed_in_bulk(kernel, ["A question?"])

    assert found is not None
    assert in_bulk is not None
    assert found.engine == in_bulk.engine == ai.embedding_engine(kernel) == MINILM
    assert found.vectors == pytest.approx(in_bulk.vectors)


async def test_without_an_engine_the_door_says_so(kernel: Kernel) -> None:
    use(kernel, None)

    assert ai.embedding_engine(kernel) is None
    assert await ai.embed(kernel, ["A question?"]) is None
    assert await ai.embed_in_bulk(kernel, ["A passage."]) is None


async def test_a_machine_where_no_model_was_made_has_no_engine(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.prefix", str(kernel.settings.home))

    assert ai.embedding_engine(kernel) is None
    assert await ai.embed(kernel, ["A question?"]) is None
