"""Settings: everything that differs between two installations, read once from the environment.

Names start with ``THUOCDO_``. Outside the demo the application refuses to start with a weak secret, a public
address that is not https, or debug switched on.
"""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.mail import Sender, UnfitMail, sender_from

ROOT = Path(__file__).resolve().parents[2]
DEMO_KEY_FILE = "demo-key"
DEMO_CONTACT_KEY_FILE = "demo-contact-key"
DEMO_ADDRESS = "thuocdo@localhost.localdomain"


class InsecureSettings(RuntimeError):
    """The installation would run without a protection it needs, or on a guess; the message says what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation's choices.

    ``public_url`` has no trailing slash and is what QR codes and posters carry.
    ``sample_error``: by how much the sample that is called for may miss, a share.
    ``minimum_n``, ``publish_n``: below the first a score is hidden, below the second it is "for reference".
    ``upload_bytes``: largest accepted document; ``answer_bytes``: largest accepted answered form.
    ``flood_alike``: so many posts within ten minutes to one address from one make of browser in one network are no
    flood; ``flood_everywhere``: so many from everywhere. ``work_bits``: how hard a browser has to work in one.
    ``remember_seconds``: how long a citizen's page may be shown as it was before a change at an office took effect.
    ``count_seconds``: how long pages that were opened are counted in memory before the database learns of them.
    ``proxies``: how many reverse proxies stand in front; 0 trusts no forwarded header. ``address_proxies``: how many of
    them write the sender's address into ``X-Forwarded-For``; 0 believes none, and behind proxies no address is known.
    ``contact_keys`` seal what leads to a person: the first seals, all of them open, so that a key can be replaced.
    ``fonts``: a folder with fonts of the installation's own, for letters that ours do not have.
    ``sender`` carries letters, from ``mail_from``; without one no letter is written.
    """

    database_url: str
    secret_key: str
    public_url: str
    demo: bool = False
    testing: bool = False
    instance: Path = ROOT / "instance"
    minimum_n: int = 5
    publish_n: int = 30
    sample_error: float = 0.05
    upload_bytes: int = 5 * 1024 * 1024
    answer_bytes: int = 256 * 1024
    flood_alike: int = 200
    flood_everywhere: int = 3000
    work_bits: int = 18
    remember_seconds: float = 1.0
    count_seconds: float = 5.0
    session_hours: int = 12
    idle_minutes: int = 60
    log_json: bool = True
    proxies: int = 0
    address_proxies: int = 0
    contact_keys: tuple[str, ...] = ()
    sender: Sender | None = None
    mail_from: str = DEMO_ADDRESS
    fonts: Path | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, *, serving: bool = True) -> Settings:
        """Read the settings, and refuse to serve pages with an insecure set of them (:class:`InsecureSettings`).

        A terminal command serves nobody, so it runs without any configuration on the embedded database.
        """
        env = os.environ if environ is None else environ
        demo = env.get("THUOCDO_DEMO", "") == "1"
        instance = Path(env.get("THUOCDO_INSTANCE", str(ROOT / "instance")))
        settings = cls(
            database_url=env.get("THUOCDO_DATABASE_URL", f"sqlite:///{instance / 'thuocdo.sqlite3'}"),
            secret_key=env.get("THUOCDO_SECRET_KEY", ""),
            public_url=env.get("THUOCDO_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
            demo=demo,
            instance=instance,
            minimum_n=_whole(env, "THUOCDO_MINIMUM_N", 5),
            publish_n=_whole(env, "THUOCDO_PUBLISH_N", 30),
            sample_error=_whole(env, "THUOCDO_SAMPLE_ERROR_PERCENT", 5) / 100,
            log_json=env.get("THUOCDO_LOG", "json") == "json",
            proxies=_whole(env, "THUOCDO_PROXIES", 0),
            flood_alike=_whole(env, "THUOCDO_FLOOD_ALIKE", 200),
            flood_everywhere=_whole(env, "THUOCDO_FLOOD_EVERYWHERE", 3000),
            work_bits=_whole(env, "THUOCDO_WORK_BITS", 18),
            address_proxies=_whole(env, "THUOCDO_ADDRESS_PROXIES", 0),
            contact_keys=tuple(key for key in env.get("THUOCDO_CONTACT_KEYS", "").replace(",", " ").split()),
            sender=_sender(env, demo=demo),
            mail_from=env.get("THUOCDO_MAIL_FROM", "") or DEMO_ADDRESS,
            fonts=_folder(env, "THUOCDO_FONTS"),
        )
        if demo and not settings.secret_key:
            settings = replace(settings, secret_key=_demo_secret(instance))
        if demo and not settings.contact_keys:
            settings = replace(settings, contact_keys=(_demo_contact_key(instance),))
        if serving:
            settings.refuse_insecure()
        elif not settings.secret_key:
            settings = replace(settings, secret_key=secrets.token_urlsafe(48))  # nobody will see what it signs
        settings.refuse_nonsense()
        return settings

    def refuse_insecure(self) -> None:
        """Raise :class:`InsecureSettings` where a real installation would be unprotected."""
        if len(self.secret_key) < 32:
            raise InsecureSettings(
                "THUOCDO_SECRET_KEY phải có ít nhất 32 ký tự ngẫu nhiên. Tạo bằng: "
                "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'. "
                "Muốn chạy thử, đặt THUOCDO_DEMO=1."
            )
        if not self.demo and not self.testing and not self.public_url.startswith("https://"):
            raise InsecureSettings(
                "THUOCDO_PUBLIC_URL phải là địa chỉ https:// mà người dân mở được; mã QR in ra sẽ mang địa chỉ này."
            )
        if not self.contact_keys and not self.demo and not self.testing:
            raise InsecureSettings(
                "THUOCDO_CONTACT_KEYS chưa có: khóa này mã hóa số điện thoại, địa chỉ mà người gửi phản ánh để lại. "
                f"Tạo bằng: {_MAKE_CONTACT_KEY}. "
                "Giữ một bản sao ở nơi khác với dữ liệu; mất khóa thì không đọc lại được."
            )
        self.refuse_nonsense()

    def refuse_nonsense(self) -> None:
        """Raise :class:`InsecureSettings` where thresholds would give single answers away, or a header be believed."""
        if not 0.01 <= self.sample_error <= 0.2:
            raise InsecureSettings("THUOCDO_SAMPLE_ERROR_PERCENT phải từ 1 đến 20.")
        if not 2 <= self.minimum_n <= self.publish_n:
            raise InsecureSettings("THUOCDO_MINIMUM_N phải từ 2 trở lên và không lớn hơn THUOCDO_PUBLISH_N.")

        if not (1 <= self.flood_alike <= self.flood_everywhere and 8 <= self.work_bits <= 22):
            raise InsecureSettings(
                "THUOCDO_FLOOD_ALIKE phải từ 1 trở lên và không lớn hơn THUOCDO_FLOOD_EVERYWHERE; THUOCDO_WORK_BITS từ "
                "8 đến 22."
            )
        if not 0 <= self.address_proxies <= self.proxies:
            raise InsecureSettings(
                "THUOCDO_ADDRESS_PROXIES phải từ 0 đến THUOCDO_PROXIES: chỉ máy chủ trung gian của cơ quan mới được "
                "ghi địa chỉ người gửi."
            )
        if not all(map(_is_contact_key, self.contact_keys)):
            raise InsecureSettings(f"THUOCDO_CONTACT_KEYS có khóa không đúng dạng. Tạo bằng: {_MAKE_CONTACT_KEY}.")

    @property
    def secure_cookies(self) -> bool:
        """Cookies travel over https only, unless the demo or a test runs on http."""
        return self.public_url.startswith("https://")


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    written = env.get(name, "")
    try:
        return int(written or default)
    except ValueError as problem:
        raise InsecureSettings(f"{name} phải là một số nguyên, không phải “{written}”.") from problem


def _folder(env: Mapping[str, str], name: str) -> Path | None:
    written = env.get(name, "")
    if written and not Path(written).is_dir():
        raise InsecureSettings(f"{name} phải là một thư mục có trên máy chủ này, không phải “{written}”.")
    return Path(written) if written else None


def _sender(env: Mapping[str, str], *, demo: bool) -> Sender | None:
    try:
        return sender_from(env, demo=demo)
    except UnfitMail as problem:
        raise InsecureSettings(str(problem)) from problem


_MAKE_CONTACT_KEY = "python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"


def _is_contact_key(written: str) -> bool:
    """Whether it is 32 bytes in URL-safe base64, as Fernet takes them."""
    try:
        return len(base64.urlsafe_b64decode(written)) == 32
    except ValueError:
        return False


def _demo_secret(instance: Path) -> str:
    """A secret of this machine's demo, made once: sign-ins survive a restart, two demos never share one."""
    return _made_once(instance / DEMO_KEY_FILE, lambda: secrets.token_urlsafe(48))


def _demo_contact_key(instance: Path) -> str:
    return _made_once(
        instance / DEMO_CONTACT_KEY_FILE, lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    )


def _made_once(path: Path, make: Callable[[], str]) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make(), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii").strip()
