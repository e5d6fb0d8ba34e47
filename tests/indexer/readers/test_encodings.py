"""Encodings are found or refused; never is a text stored in other letters than its own."""

import pytest

from indexer.errors import UnreadableSource
from indexer.readers import SourceHints, parts, read

JAPANESE = "日米両政府は三月二十四日に東京で宇宙対話を開いた。次回はワシントンで開く予定である。"
KOREAN = "한미 양국 정부는 삼월 이십사일 서울에서 우주 대화를 열었다. 다음은 워싱턴이다."
RUSSIAN = "Министры иностранных дел подписали соглашение. Обе страны встретились в Вашингтоне."
HEBREW = "The ministers of both states met there, and all of them agreed. השרים נפגשו בירושלים."
IN_PART = "The ministers met in Tokyo. 日本と米国の外相は東京で会談し、協力を深めることで一致した。"
GREEK = "Οι υπουργοί εξωτερικών υπέγραψαν τη συμφωνία στην Αθήνα."
FRENCH = "Les ministres ont signé à Besançon un accord « historique » – après l’été."
NAMES = {
    "polish": "Foreign Minister Radosław Sikorski of Poland spoke in Łódź about Gdańsk.",
    "czech": "Prime Minister Petr Fiala of Czechia spoke in Plzeň and Příbram.",
    "turkish": "Foreign Minister Mevlüt Çavuşoğlu of Türkiye spoke at the Dışişleri.",
    "western": "The mayor of São Paulo met Jens Støre, señor Núñez and the Außenamt’s envoy.",
}


def digest(text: str) -> str:
    return f"US-Japan Alliance Digest Vol 2.7\n\nHeadlines\n- They meet\n\nDetails\n- {text}\n"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        *(("utf-8-sig", JAPANESE), ("utf-16", JAPANESE), ("utf-16-le", NAMES["polish"])),
        *(("utf-16-be", NAMES["western"]), ("utf-32", KOREAN)),
        *(("shift_jis", JAPANESE), ("euc_jp", JAPANESE), ("iso2022_jp", JAPANESE)),
        *(("cp949", KOREAN), ("cp1251", RUSSIAN), ("koi8_r", RUSSIAN), ("cp1253", GREEK)),
        *(("cp1252", FRENCH), ("cp1252", NAMES["western"]), ("cp1250", NAMES["polish"])),
        *(("iso8859_2", NAMES["polish"]), ("cp1250", NAMES["czech"])),
        *(("cp1254", NAMES["turkish"]), ("cp1255", HEBREW), ("euc_jp", IN_PART)),
    ],
)
def test_the_words_are_as_they_were_written(encoding: str, text: str) -> None:
    """And an encoding that had to be found out is said."""
    data = digest(text).encode(encoding)
    found = read(data, SourceHints("digest.txt"), max_bytes=10_000)
    assert found.items[0].text == text
    said = [remark.message for remark in found.remarks if remark.code == "encoding"]
    marked = encoding in {"utf-8-sig", "utf-16", "utf-32"}
    assert bool(said) is not marked


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        *(("mac_roman", FRENCH), ("mac_roman", NAMES["western"]), ("cp850", FRENCH)),
        ("cp500", NAMES["western"]),
    ],
)
def test_what_cannot_be_made_out_is_refused(encoding: str, text: str) -> None:
    """With the way out."""
    data = digest(text).encode(encoding, "replace")
    with pytest.raises(UnreadableSource, match=r"UTF-8|NUL bytes|no digest can be made out"):
        read(data, SourceHints("digest.txt"), max_bytes=10_000)


def test_a_text_whose_encoding_was_lost_before_is_refused() -> None:
    """Replacement characters are no text."""
    data = digest("Ministers \ufffd\ufffd\ufffd\ufffd\ufffd met.").encode()
    with pytest.raises(UnreadableSource, match="encoding was lost"):
        read(data, SourceHints("digest.txt"), max_bytes=10_000)


MAIL = (
    "From: Digest <d@a.example>\r\nTo: r@b.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; {parameter}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}"
)
TITLE = "US-Japan Alliance Digest Vol 2.7"


@pytest.mark.parametrize("name", ["idna", "punycode", "Unicode-Escape", "undefined", "none", "\0"])
@pytest.mark.parametrize(
    ("subject", "parameter"),
    [
        (TITLE, "charset={name}"),
        (TITLE, "charset*={name}''utf-8"),
        (TITLE, "charset=utf-8; name*={name}''caf%ff"),
        ("=?{name}?q?US-Japan_Alliance_Digest_Vol_2.7?=", "charset=utf-8"),
    ],
    ids=["body", "charset", "parameter", "subject"],
)
def test_a_mail_may_name_any_encoding(name: str, subject: str, parameter: str) -> None:
    """One that no text is in, or that there is not, is as good as none."""
    data = MAIL.format(
        subject=subject.format(name=name),
        parameter=parameter.format(name=name),
        text=digest(FRENCH),
    )
    (part,) = parts(data.encode(), SourceHints("vol-2-07.eml"), max_bytes=10_000)
    assert read(part.data, part.hints, max_bytes=10_000).items[0].text == FRENCH


@pytest.mark.parametrize(
    "structure",
    [
        "Content-Type: message/rfc822\r\n\r\n" * 2_000,
        "".join(
            f"Content-Type: multipart/mixed; boundary=a{n}\r\n\r\n--a{n}\r\n" for n in range(2_000)
        ),
        "Content-Type: multipart/mixed; boundary=a\r\n\r\n" + "--a\r\n\r\n\r\n" * 30_000,
    ],
    ids=["messages", "parts within parts", "parts beside parts"],
)
def test_a_mail_of_countless_parts_is_refused(structure: str) -> None:
    """Before each of them costs memory, and whoever walks through them falls."""
    head = MAIL.partition("Content-Type")[0].format(subject=TITLE)
    with pytest.raises(UnreadableSource, match="is no digest"):
        parts((head + structure).encode(), SourceHints("a.eml"), max_bytes=10**6)
