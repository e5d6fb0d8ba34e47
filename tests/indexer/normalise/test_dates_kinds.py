"""Kinds of expressions of time, in sentences that were labelled before they were read.

One row a sentence: its occurrences in order, as ``start[/end]`` with the precision's first letter
where that is not a day.
"""

from datetime import date

import pytest

from indexer.normalise.dates.resolver import find_dates

# A Friday.
ISSUE = date(2023, 9, 15)

SENTENCES = {
    "weekdays": [
        ("Envoys met on Monday in Riga.", "2023-09-11"),
        ("Envoys met Monday in Riga.", "2023-09-11"),
        ("On Wednesday the cabinet approved the loan.", "2023-09-13"),
        ("Thursday’s ballot went to the opposition.", "2023-09-14"),
        ("As of Tuesday night, the port was closed.", "2023-09-12"),
        ("The committee will vote on Wednesday.", "2023-09-20"),
        ("The fleet sails next Monday.", "2023-09-18"),
        ("The envoys had met on Sunday the 3rd.", "2023-09-03"),
        ("The envoys met on Saturday, 2 September, in Oslo.", "2023-09-02"),
        ("A fire broke out late Saturday.", "2023-09-09"),
        ("Ministers signed on September 4 and flew home on Wednesday.", "2023-09-04 2023-09-06"),
        ("Early Sunday, the drones reached the river.", "2023-09-10"),
        ("Last Friday the yard delivered the frigate.", "2023-09-08"),
        ("They are to meet this Saturday.", "2023-09-16"),
    ],
    "nights": [
        ("Overnight, shells fell on the port.", "2023-09-15"),
        ("Yesterday the panel closed the file.", "2023-09-14"),
        ("Tomorrow the envoys fly to Oslo.", "2023-09-16"),
        ("Today the court freed the captain.", "2023-09-15"),
        ("The court freed the captain this morning.", "2023-09-15"),
        ("The lamps went out last night.", "2023-09-14"),
        ("The reform did not come overnight.", ""),
    ],
    "from the last day": [
        (
            "The yard caught fire on September 2. Five days later the fleet left.",
            "2023-09-02 2023-09-07",
        ),
        (
            "The yard caught fire on September 2; the following day the fleet left.",
            "2023-09-02 2023-09-03",
        ),
        (
            "Talks opened on September 5. The same day, rebels took the airport.",
            "2023-09-05 2023-09-05",
        ),
        (
            "The pact was signed on September 8; a week earlier the price had been settled.",
            "2023-09-08 2023-09-01",
        ),
        ("The bill passed on September 4 and, two days on, was signed.", "2023-09-04 2023-09-06"),
        ("The day after the August 18 summit, the yen fell.", "2023-08-19 2023-08-18"),
        ("Two days before the vote of September 10, the judge resigned.", "2023-09-08 2023-09-10"),
        ("The envoy arrived on August 30 and left three days later.", "2023-08-30 2023-09-02"),
        ("The envoy arrived on August 30 and left the next morning.", "2023-08-30 2023-08-31"),
        (
            "The test failed on August 24. A fortnight later it was tried again.",
            "2023-08-24 2023-09-07",
        ),
        ("The strike began on September 1 and ended a day later.", "2023-09-01 2023-09-02"),
        (
            "Troops left on September 6. The previous day a bridge had been blown up.",
            "2023-09-06 2023-09-05",
        ),
    ],
    "bare ordinals": [
        ("The judges met on August 29, and the ruling came on the 1st.", "2023-08-29 2023-09-01"),
        (
            "The judges met on September 4, and the ruling came on the 11th.",
            "2023-09-04 2023-09-11",
        ),
        (
            "The judges met on September 7 and 8, and the ruling came on the 12th.",
            "2023-09-07/2023-09-08 r 2023-09-12",
        ),
        ("Ships arrived on the 17th and 18th of August.", "2023-08-17/2023-08-18 r"),
        ("On the 31st of August the lease ran out.", "2023-08-31"),
        (
            "The ship sank on August 3; on the 2nd its crew had sent a call.",
            "2023-08-03 2023-08-02",
        ),
        ("The talks of July 30 went on until the 2nd.", "2023-07-30 2023-08-02"),
        ("On the last day of August the lease ran out.", "2023-08-31"),
    ],
    "weeks": [
        ("Pilots trained in the week of August 7.", "2023-08-07/2023-08-13 a"),
        ("Pilots trained in the first week of May.", "2023-05-01/2023-05-07 a"),
        ("Pilots trained in the last week of June.", "2023-06-24/2023-06-30 a"),
        ("Pilots trained over the weekend of August 12.", "2023-08-12/2023-08-13 r"),
        ("Pilots trained last week.", "2023-09-08/2023-09-14 a"),
        ("Pilots trained this week.", "2023-09-08/2023-09-14 a"),
        ("Pilots train next week.", "2023-09-16/2023-09-22 a"),
        ("The premier spoke earlier this month.", "2023-09-01/2023-09-15 a"),
        ("The premier will speak later this month.", "2023-09-16/2023-09-30 a"),
        ("The works began in early June.", "2023-06-01/2023-06-10 a"),
        ("The works began in mid-June.", "2023-06-11/2023-06-20 a"),
        ("The works began late in June.", "2023-06-21/2023-06-30 a"),
        ("The works began at the end of June.", "2023-06-21/2023-06-30 a"),
    ],
    "forms": [
        ("Ministers met on Aug 3/4 in Delft.", "2023-08-03/2023-08-04 r"),
        ("Ministers met on Aug. 3-4 in Delft.", "2023-08-03/2023-08-04 r"),
        ("Ministers met on August 3 and 4 in Delft.", "2023-08-03/2023-08-04 r"),
        ("Ministers met on 3–4 August in Delft.", "2023-08-03/2023-08-04 r"),
        ("Ministers met from August 31 to September 2.", "2023-08-31/2023-09-02 r"),
        ("Ministers met from 31 August to 2 September 2023.", "2023-08-31/2023-09-02 r"),
        ("The order is dated 02 Feb 23.", "2023-02-02"),
        ("The order was signed on 18.07.2023.", "2023-07-18"),
        ("The order was signed on 2023-07-18.", "2023-07-18"),
        ("The order was signed on July 18,2023.", "2023-07-18"),
        ("The order was signed on July18.", "2023-07-18"),
        ("The order was signed on 18th July 2023.", "2023-07-18"),
        ("The order was signed on the 18th of July.", "2023-07-18"),
        ("The order was signed on Tuesday, July 18, 2023.", "2023-07-18"),
        ("The order was signed on July 18th.", "2023-07-18"),
        ("The order was signed Sept. 5.", "2023-09-05"),
        ("The order was signed on 5 Sept 2023.", "2023-09-05"),
        ("The order was signed on JULY 18.", "2023-07-18"),
        ("The order (July 18) names no one.", "2023-07-18"),
        ("The parade was held on New Year’s Day.", "2023-01-01"),
        ("The truce held on Christmas Day.", "2022-12-25"),
        ("The parade on New Year’s Eve was cancelled.", "2022-12-31"),
        ("Between July 3 and July 9 the strait was closed.", "2023-07-03/2023-07-09 r"),
        ("The strait was closed between July 3 and 9.", "2023-07-03/2023-07-09 r"),
        ("From 3 to 9 July the strait was closed.", "2023-07-03/2023-07-09 r"),
    ],
    "months and years": [
        ("The two signed the pact in January.", "2023-01-01/2023-01-31 m"),
        ("The two signed the pact in November.", "2022-11-01/2022-11-30 m"),
        ("The two will sign the pact in November.", "2023-11-01/2023-11-30 m"),
        ("The two will sign the pact in February.", "2024-02-01/2024-02-29 m"),
        ("The two are to sign the pact next June.", "2024-06-01/2024-06-30 m"),
        ("The two signed the pact last June.", "2023-06-01/2023-06-30 m"),
        ("His January meeting left doubts.", "2023-01-01/2023-01-31 m"),
        ("Last month’s talks left doubts.", "2023-08-01/2023-08-31 m"),
        ("Next month’s talks may help.", "2023-10-01/2023-10-31 m"),
        ("January’s quake had cut the road.", "2023-01-01/2023-01-31 m"),
        ("In May 2023 the yard was sold.", "2023-05-01/2023-05-31 m"),
        ("The yard was sold in May 2019.", ""),
        ("The base was founded in 1951.", ""),
        ("The fleet is to double by 2030.", ""),
        ("The tariff takes effect on January 1.", "2024-01-01"),
        ("The tariff took effect on January 1.", "2023-01-01"),
        (
            "The yard burned on December 3, 2022, and reopened in July.",
            "2022-12-03 2023-07-01/2023-07-31 m",
        ),
        ("Voters go to the polls on October 15.", "2023-10-15"),
        ("Voters went to the polls on October 15.", "2022-10-15"),
        ("A summit is planned for December.", "2023-12-01/2023-12-31 m"),
        (
            "The hull was laid down in October and launched in August.",
            "2022-10-01/2022-10-31 m 2023-08-01/2023-08-31 m",
        ),
        ("The two have met monthly since April.", "2023-04-01/2023-04-30 m"),
    ],
    "none": [
        ("The order was signed on February 31.", ""),
        ("The order was signed on September 31.", ""),
        ("The exercise Keen Edge 2024 was named.", ""),
        ("The May Fourth Movement is taught there.", ""),
        ("The 9/11 memorial was closed.", ""),
        ("The March of Dimes gave money.", ""),
        ("The officers may march in time.", ""),
        ("They meet every Friday.", ""),
        ("Resolution 2735 was quoted.", ""),
        ("The plan runs over fiscal year 2024.", ""),
        ("The October Revolution was recalled.", ""),
        ("A column in the Sunday Times said so.", ""),
        ("The Good Friday Agreement was praised.", ""),
        ("The 12th Regiment was disbanded.", ""),
        ("A spring offensive was expected.", ""),
    ],
    "times": [
        ("The missile flew at 7:14 a.m. on September 13.", "2023-09-13"),
        ("At 03:00 UTC on September 9 the ship sent a call.", "2023-09-09"),
        ("The shuttle docked on September 9 at 21:40 (EDT).", "2023-09-09"),
        ("The missile flew at 5:20 a.m. Japan time on August 30.", "2023-08-30"),
        ("The missile flew at about 11:40 p.m. on August 30, local time.", "2023-08-30"),
        ("The line went dead at 10 p.m. Tuesday.", "2023-09-12"),
    ],
    "mixed": [
        ("Monday’s earthquake killed nine; rescuers dug until Wednesday.", "2023-09-11 2023-09-13"),
        ("On Tuesday the two will sign; on Wednesday they fly home.", "2023-09-19 2023-09-20"),
        ("The council met Monday through Wednesday.", "2023-09-11/2023-09-13 r"),
        ("The council met from Monday to Wednesday.", "2023-09-11/2023-09-13 r"),
        ("By Thursday evening, all had left.", "2023-09-14"),
        ("The premier, who arrived on Sunday, met the king on Tuesday.", "2023-09-10 2023-09-12"),
        ("It was the first call since Tuesday’s vote.", "2023-09-12"),
        ("Three days earlier, on September 2, a drone had come down.", "2023-09-02"),
        (
            "On September 5, three days after the yard burned, the fleet left.",
            "2023-09-05 2023-09-02",
        ),
        ("A week after talks in Oslo on August 21, the two met again.", "2023-08-28 2023-08-21"),
        ("The two met on August 21 and again a week later.", "2023-08-21 2023-08-28"),
        ("In the same week the bank raised rates.", ""),
        (
            "A ship left on August 28; it came back on the 30th, and on the 2nd it sank.",
            "2023-08-28 2023-08-30 2023-09-02",
        ),
        ("The exercise runs from the 10th to the 20th of September.", "2023-09-10/2023-09-20 r"),
        ("The exercise ran from July 31st to August 4th.", "2023-07-31/2023-08-04 r"),
        ("Patrols were flown on July 3, 5 and 9.", "2023-07-03 2023-07-05 2023-07-09"),
        ("Patrols were flown on July 3, July 5, and July 9.", "2023-07-03 2023-07-05 2023-07-09"),
        ("Patrols were flown in June and July.", "2023-06-01/2023-06-30 m 2023-07-01/2023-07-31 m"),
        ("Patrols were flown from June to August.", "2023-06-01/2023-08-31 r"),
        ("The contract, dated 1 March 2023, runs for a year.", "2023-03-01"),
        ("The law enters into force on 1 April 2024.", "2024-04-01"),
        ("A hearing is due in January.", "2024-01-01/2024-01-31 m"),
        ("By the end of October the runway should be ready.", "2023-10-21/2023-10-31 a"),
        ("The premier hopes to visit in the first half of October.", "2023-10-01/2023-10-15 a"),
        ("The visit, planned for October 3, was called off.", "2023-10-03"),
        ("Turnout at the May 14 election was high.", "2023-05-14"),
        ("The July 12 launch was the second this year.", "2023-07-12"),
        (
            "In mid-July and again in late August the strait was closed.",
            "2023-07-11/2023-07-20 a 2023-08-21/2023-08-31 a",
        ),
        ("MAY 5: Ministers sign the accord.", "2023-05-05"),
        ("WASHINGTON, Sept. 12 – The court freed the captain.", "2023-09-12"),
        ("The order was signed on 18/07/2023.", "2023-07-18"),
        ("The order was signed on 07/18/2023.", "2023-07-18"),
        ("The order was signed on 2023/07/18.", "2023-07-18"),
        ("The order was signed on July 18 ’23.", "2023-07-18"),
        ("The order was signed July 18-th.", "2023-07-18"),
        (
            "Two years to the day after the fall of Kabul, on August 15, the embassy reopened.",
            "2023-08-15",
        ),
        ("On Boxing Day the carrier sailed.", "2022-12-26"),
        ("The day before yesterday the court freed the captain.", "2023-09-13"),
        ("Hours later, on the morning of September 3, the strait was closed.", "2023-09-03"),
        ("At midnight on 31 August the lease ran out.", "2023-08-31"),
        ("In the night of August 3 to 4 the bridge fell.", "2023-08-03/2023-08-04 r"),
        ("In the night from September 2 to 3 the bridge fell.", "2023-09-02/2023-09-03 r"),
        ("Two weeks ago the bridge fell.", "2023-09-01"),
        ("Three days ago the bridge fell.", "2023-09-12"),
        ("The works begin in June next year.", "2024-06-01/2024-06-30 m"),
        ("The works began in June last year.", ""),
        ("The works began in October of last year.", "2022-10-01/2022-10-31 m"),
        ("Early this year the yard was sold.", ""),
        ("Keen Sword 23 ended on August 2.", "2023-08-02"),
        ("Super Garuda Shield 2023 opened on August 31.", "2023-08-31"),
        ("The June Struggle was remembered.", ""),
        ("April Hill won her case.", ""),
        ("August Wilson’s plays were shown.", ""),
    ],
}


def read(text: str) -> str:
    found = []
    for span in find_dates(text, ISSUE):
        days = str(span.start) if span.start == span.end else f"{span.start}/{span.end}"
        found.append(days if span.precision == "day" else f"{days} {span.precision[0]}")
    return " ".join(found)


@pytest.mark.parametrize("kind", list(SENTENCES))
def test_sentences_of_every_kind_are_read_as_labelled(kind: str) -> None:
    """Every sentence of the kind; a difference shows the sentence."""
    wanted = dict(SENTENCES[kind])
    assert {text: read(text) for text in wanted} == wanted
