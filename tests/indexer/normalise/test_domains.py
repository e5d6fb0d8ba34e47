"""Domains: weighted cues with evidence, the most important first."""

import pytest

from indexer.errors import InputError
from indexer.normalise.tags.domains import Domain, domains, find_domains, look, model


def values(headline: str, text: str = "") -> list[str]:
    return [finding.value for finding in find_domains(headline, text)]


@pytest.mark.parametrize(
    ("headline", "text", "first"),
    [
        ("Space dialogue held", "Satellites and the moon were discussed.", "space"),
        ("Missile test draws reply", "Destroyers and fighters drilled.", "defense"),
        ("Tariffs lifted", "Trade in steel will grow under the quota.", "economy"),
        ("Reactor deal", "Small modular reactors for clean power.", "energy"),
        ("Students return", "An exchange program founded in 1934.", "society"),
        ("Ransomware warning", "A cyber attack by hackers.", "cyber"),
    ],
)
def test_the_main_domain_comes_first(headline: str, text: str, first: str) -> None:
    """What the headline says weighs more."""
    assert values(headline, text)[0] == first


def test_one_to_three_each_with_evidence() -> None:
    """And every piece of evidence points at its words."""
    headline = "Chips, chips and missiles in space"
    text = "Trade in energy, LNG and satellites; elections; vaccines; typhoon relief."
    findings = find_domains(headline, text)
    assert 1 <= len(findings) <= 3
    for finding in findings:
        assert finding.evidence
        assert finding.value in domains()
        for span in finding.evidence:
            source = headline if span.field == "headline" else text
            assert source[span.start : span.end] == span.quote


def test_nothing_is_tagged_without_a_word_for_it() -> None:
    """No cue, no domain."""
    assert values("A headline", "Of no particular kind.") == []


@pytest.mark.parametrize(
    ("headline", "domain"),
    [
        ("A middle power looks for friends", "energy"),
        ("Exercise Quantum Shield begins", "technology"),
        ("USS Energy calls at Sasebo", "energy"),
        ("President Moon meets the premier", "space"),
        ("Treaty in force", "defense"),
        ("Commercial satellite imagery of a test site", "economy"),
    ],
)
def test_words_of_another_sense_speak_for_nothing(headline: str, domain: str) -> None:
    """States that are powers, names of ships and exercises, a president called Moon."""
    assert domain not in values(headline)


@pytest.mark.parametrize(
    ("text", "domain", "speaks"),
    [
        ("The minister, who arrived on Monday, said that he was pleased.", "health", False),
        ("The WHO declared an end to the emergency.", "health", True),
        ("The WHO's envoy flew in.", "health", True),
        ("It aids nobody, he said.", "health", False),
        ("The delegates sat on a sofa.", "defense", False),
        ("Fish is part of the diet on the island.", "governance", False),
        ("The Diet sat until midnight.", "governance", True),
        ("DIET SITS UNTIL MIDNIGHT", "governance", True),
    ],
)
def test_abbreviations_and_names_are_no_ordinary_words(
    text: str, domain: str, speaks: bool
) -> None:
    """Who is no health organization, and a diet no parliament."""
    assert (domain in values(text)) == speaks


def test_the_reason_is_not_the_news() -> None:
    """What stands after "over" weighs less than what stands before."""
    headline = "Tariffs and export controls over missile tests"
    assert values(headline)[0] == "economy"


@pytest.mark.parametrize(
    "headline",
    [
        "Tougher sanctions on Pyongyang after an intermediate-range launch",
        "Allies tighten sanctions against the North over a satellite launch",
        "Seoul weighs sanctions on North Korea's banks over weapons tests",
    ],
)
def test_sanctions_are_the_news_whatever_they_are_for(headline: str) -> None:
    """The state that they are meant for is no sign of weapons by itself."""
    assert values(headline)[0] == "economy"


@pytest.mark.parametrize(
    ("headline", "text", "domain"),
    [
        ("Finance ministers meet, sign space accord", "Both met in Tokyo on May 5.", "space"),
        ("Leaders agree on health initiative", "They met in Delhi on May 3.", "health"),
        ("Envoys sign cyber pact", "The ambassador met the secretary on June 2.", "cyber"),
    ],
)
def test_what_an_agreement_is_about_is_tagged(headline: str, text: str, domain: str) -> None:
    """Named right before "pact" or "initiative" in the headline, whoever met to sign it."""
    assert domain in values(headline, text)


@pytest.mark.parametrize(
    "headline",
    [
        "Cabinet reshuffle brings new foreign and defense ministers",
        "Premier shuffles cabinet, names new foreign minister",
        "New defence minister named in Ottawa",
        "Prime minister unveils cabinet with new trade and finance chiefs",
    ],
)
def test_posts_that_are_filled_are_no_news_of_their_field(headline: str) -> None:
    """Who becomes defence minister is domestic politics."""
    assert values(headline)[0] == "governance"


def test_background_in_the_text_weighs_less() -> None:
    """A cable is laid; the statement that it is in line with is no engagement of its own."""
    text = "It will link two islands, in line with a joint statement of ministers."
    assert values("Canberra and Tokyo to pay for submarine cable", text)[0] == "technology"


def test_a_model_fitted_with_fewer_features_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to run, not with a KeyError at the first item."""
    monkeypatch.setattr("indexer.normalise.tags.domains.FEATURES", ("headline", "melody"))
    model.cache_clear()
    with pytest.raises(InputError, match=r"melody.*make fit"):
        model()
    monkeypatch.undo()
    assert "defense" in values("Missile test draws reply")


def test_a_domain_that_the_model_was_not_fitted_with_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With what to run, before any item is tagged by half a vocabulary."""
    held = {**domains(), "fisheries": Domain("fisheries", "Fisheries", "Fish and fleets.")}
    monkeypatch.setattr("indexer.normalise.tags.domains.domains", lambda: held)
    model.cache_clear()
    with pytest.raises(InputError, match=r"fisheries.*make fit"):
        find_domains("Fleets return to port", "")
    monkeypatch.undo()
    assert "defense" in values("Missile test draws reply")


def test_a_domain_without_a_definition_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names it, and what to run."""
    tagger_module = "indexer.normalise.tags.domains"
    monkeypatch.setattr(f"{tagger_module}.load_yaml", lambda _: {"sport": {"name": "Sport"}})
    domains.cache_clear()
    with pytest.raises(InputError, match=r"'sport' has no definition.*make fit"):
        domains()
    monkeypatch.undo()
    assert "defense" in domains()


def test_a_cue_is_a_term_that_models_may_weigh_for_any_domain() -> None:
    """In the headline as much as a word there."""
    terms = look("Satellites leased", "A satellite rose.").terms
    assert terms["cue: satellite*"] > look("Deal", "A satellite rose.").terms["cue: satellite*"]
    assert any(term.startswith("cue: ") for term in model().others.terms)
