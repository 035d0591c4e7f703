"""What holds for every test."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their parameter: packed ones may hold the time, and the workers then disagree on the tests."""
    return argname if isinstance(val, bytes) else None
