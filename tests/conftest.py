import pytest
from hypothesis import settings

settings.register_profile("kg", deadline=None, derandomize=True)
settings.load_profile("kg")


@pytest.fixture(scope="session")
def nlp():
    """The built-in pipeline, loaded once."""
    from kg.language.model import WEIGHTS
    from kg.language.pipeline import load

    if not (WEIGHTS / "model.onnx").exists():
        pytest.skip("the weights are not in this checkout")
    return load()
