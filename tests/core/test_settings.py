"""An installation without the protection it needs does not start, and says what to set."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.settings import DEMO_KEY_FILE, ROOT, InsecureSettings, Settings

GOOD = {
    "THUOCDO_SECRET_KEY": "k" * 32,
    "THUOCDO_PUBLIC_URL": "https://hailong.example.vn/",
    "THUOCDO_DATABASE_URL": "postgresql://db/thuocdo",
    "THUOCDO_CONTACT_KEYS": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
}


def test_it_works() -> None:
    settings = Settings.from_environment(GOOD)
    assert settings.public_url == "https://hailong.example.vn"
    assert settings.database_url == "postgresql://db/thuocdo"
    assert settings.secure_cookies
    assert (settings.minimum_n, settings.publish_n, settings.proxies) == (5, 30, 0)


def test_the_embedded_database_needs_no_setting(tmp_path: Path) -> None:
    env = {**GOOD, "THUOCDO_INSTANCE": str(tmp_path)}
    del env["THUOCDO_DATABASE_URL"]
    assert Settings.from_environment(env).database_url == f"sqlite:///{tmp_path}/thuocdo.sqlite3"


@pytest.mark.parametrize("secret", ["", "k" * 31])
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(InsecureSettings, match="THUOCDO_SECRET_KEY phải có ít nhất 32 ký tự"):
        Settings.from_environment({**GOOD, "THUOCDO_SECRET_KEY": secret})


@pytest.mark.parametrize("url", ["http://hailong.example.vn", "hailong.example.vn"])
def test_an_address_without_encryption_is_refused(url: str) -> None:
    with pytest.raises(InsecureSettings, match="THUOCDO_PUBLIC_URL phải là địa chỉ https://"):
        Settings.from_environment({**GOOD, "THUOCDO_PUBLIC_URL": url})


def test_without_a_key_for_contact_details_it_does_not_start() -> None:
    with pytest.raises(InsecureSettings, match=r"THUOCDO_CONTACT_KEYS chưa có.*python3 -c"):
        Settings.from_environment({**GOOD, "THUOCDO_CONTACT_KEYS": ""})


@pytest.mark.parametrize("keys", ["kurz", f"{GOOD['THUOCDO_CONTACT_KEYS']},a", "é" * 44])
def test_a_key_that_is_none_is_refused(keys: str) -> None:
    with pytest.raises(InsecureSettings, match="khóa không đúng dạng"):
        Settings.from_environment({**GOOD, "THUOCDO_CONTACT_KEYS": keys})


def test_several_keys_open_and_the_first_seals() -> None:
    key = GOOD["THUOCDO_CONTACT_KEYS"]
    assert Settings.from_environment({**GOOD, "THUOCDO_CONTACT_KEYS": f"{key}, {key}"}).contact_keys == (key, key)


def test_the_demo_makes_a_contact_key_once(tmp_path: Path) -> None:
    env = {"THUOCDO_DEMO": "1", "THUOCDO_INSTANCE": str(tmp_path)}
    assert Settings.from_environment(env).contact_keys == Settings.from_environment(env).contact_keys != ()


@pytest.mark.parametrize(("minimum", "publish"), [("1", "30"), ("31", "30")])
def test_thresholds_that_would_name_people_are_refused(minimum: str, publish: str) -> None:
    with pytest.raises(InsecureSettings, match="THUOCDO_MINIMUM_N phải từ 2"):
        Settings.from_environment({**GOOD, "THUOCDO_MINIMUM_N": minimum, "THUOCDO_PUBLISH_N": publish})


@pytest.mark.parametrize("name", ["THUOCDO_MINIMUM_N", "THUOCDO_PUBLISH_N", "THUOCDO_PROXIES"])
def test_a_number_that_is_none_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(InsecureSettings, match=rf"{name} phải là một số nguyên.*“năm”"):
        Settings.from_environment({**GOOD, name: "năm"})


def test_the_demo_makes_a_secret_of_its_own_once(tmp_path: Path) -> None:
    env = {"THUOCDO_DEMO": "1", "THUOCDO_INSTANCE": str(tmp_path / "a")}
    first, again = Settings.from_environment(env), Settings.from_environment(env)
    other = Settings.from_environment({**env, "THUOCDO_INSTANCE": str(tmp_path / "b")})
    assert len(first.secret_key) >= 32
    assert first.secret_key == again.secret_key != other.secret_key
    assert not first.secure_cookies
    assert stat.S_IMODE((tmp_path / "a" / DEMO_KEY_FILE).stat().st_mode) == 0o600


def test_a_real_installation_never_takes_the_demo_secret(tmp_path: Path) -> None:
    Settings.from_environment({"THUOCDO_DEMO": "1", "THUOCDO_INSTANCE": str(tmp_path)})
    with pytest.raises(InsecureSettings):
        Settings.from_environment({"THUOCDO_INSTANCE": str(tmp_path), "THUOCDO_PUBLIC_URL": "https://a.vn"})


def test_a_terminal_command_needs_no_configuration() -> None:
    settings = Settings.from_environment({}, serving=False)
    assert len(settings.secret_key) >= 32
    assert settings.database_url.startswith("sqlite:///")


def test_a_terminal_command_refuses_thresholds_that_give_single_answers_away() -> None:
    with pytest.raises(InsecureSettings, match="THUOCDO_MINIMUM_N"):
        Settings.from_environment({"THUOCDO_MINIMUM_N": "1"}, serving=False)


def test_a_server_refuses_with_one_line_and_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "THUOCDO_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Chưa khởi động được: THUOCDO_SECRET_KEY")
    assert "Traceback" not in done.stderr
