"""A network whose communities are known: a model that is worth anything finds them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bouquet.capabilities.affinity.engine import ials
from bouquet.capabilities.affinity.engine.ease import EaseByFeatures, EaseByMembers, Ridge
from bouquet.capabilities.affinity.engine.interactions import Malformed, hold_out, read_split
from bouquet.capabilities.affinity.engine.measuring import quality, top
from bouquet.capabilities.affinity.engine.planted import Plan, Planted, plant, write

PLAN = Plan(members=900, items=300, communities=12)


@pytest.fixture(scope="module")
def planted() -> Planted:
    return plant(PLAN)


def by_popularity(planted: Planted) -> float:
    having = np.asarray(planted.split.train.sum(axis=0)).ravel()
    split = planted.split
    return quality(lambda start, end: np.tile(having, (end - start, 1)), train=split.train, test=split.test).recall


def test_ease_finds_far_more_than_popularity(planted: Planted) -> None:
    split = planted.split
    model = EaseByFeatures(split.train, Ridge(50.0))
    assert quality(model.scores_of_fitted, train=split.train, test=split.test).recall > 2 * by_popularity(planted)


def test_ials_finds_far_more_than_popularity(planted: Planted) -> None:
    split = planted.split
    found = ials.fit(split.train, ials.Setting(factors=24, penalty=4.0, rounds=6))
    worth = quality(lambda start, end: found.members[start:end] @ found.features.T, train=split.train, test=split.test)
    assert worth.recall > 2 * by_popularity(planted)


def test_what_ease_suggests_is_of_the_member_s_own_communities(planted: Planted) -> None:
    split = planted.split
    shown = top(EaseByMembers(split.train, Ridge(50.0)).scores_of_fitted(0, PLAN.members), split.train, 5)
    at_home = (planted.item_of[shown] == planted.member_of[:, None]).mean()
    assert at_home > 0.5 > 5 / PLAN.communities


def test_the_same_plan_gives_the_same_network() -> None:
    one, other = plant(PLAN), plant(PLAN)
    assert (one.split.train != other.split.train).nnz == 0
    assert (one.split.test != other.split.test).nnz == 0


def test_what_is_to_be_found_is_not_learnt_from(planted: Planted) -> None:
    assert planted.split.train.multiply(planted.split.test).nnz == 0
    again = hold_out(planted.split.train)
    assert (again.train + again.test != planted.split.train).nnz == 0
    assert again.test.nnz > 0


def test_files_say_what_was_planted(planted: Planted, tmp_path: Path) -> None:
    write(planted.split, tmp_path)
    read = read_split(tmp_path)
    assert (read.train.nnz, read.test.nnz) == (planted.split.train.nnz, planted.split.test.nnz)


def test_numbers_may_have_gaps_and_lines_may_repeat(tmp_path: Path) -> None:
    (tmp_path / "train.txt").write_text("7 1000000 3 3\n\n9 3\n7 5\n")
    (tmp_path / "test.txt").write_text("7 8\n9\n")
    read = read_split(tmp_path)
    assert read.train.toarray().tolist() == [[1, 1, 0, 1], [1, 0, 0, 0]]
    assert read.test.toarray().tolist() == [[0, 0, 1, 0], [0, 0, 0, 0]]


@pytest.mark.parametrize(
    ("train", "fault"),
    [
        ("1 2\n1 two\n", "line 2: '1 two' is not a list of whole numbers"),
        ("1 2\n\n1 -3\n", "line 3: a number is negative"),
        ("1 99999999999999999999\n", "line 1: a number has more than 63 bits"),
        ("", "holds no interaction"),
        ("1\n2\n", "holds no interaction"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path: Path, train: str, fault: str) -> None:
    (tmp_path / "train.txt").write_text(train)
    (tmp_path / "test.txt").write_text("1 2\n")
    with pytest.raises(Malformed, match=fault):
        read_split(tmp_path)


def test_a_folder_without_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match=r"train\.txt"):
        read_split(tmp_path)
