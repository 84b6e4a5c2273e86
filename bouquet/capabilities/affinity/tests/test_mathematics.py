"""The mathematics, against numbers worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import log, log2

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bouquet.capabilities.affinity.engine import ials, ranking, weighting
from bouquet.capabilities.affinity.engine.decay import FAINTEST, HALF_LIFE, decayed, faded_before
from bouquet.capabilities.affinity.engine.ease import EaseByFeatures, EaseByMembers, Ridge, inverted, weights_between
from bouquet.capabilities.affinity.engine.measuring import quality
from bouquet.capabilities.affinity.engine.ranking import Candidate

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_ease_of_two_things_is_what_the_paper_says() -> None:
    # G + λI = [[3, 1], [1, 3]]; its inverse is [[3, −1], [−1, 3]] / 8; B₁₂ = −P₁₂ / P₂₂ = 1/3.
    gram = np.array([[2, 1], [1, 2]], dtype=np.float32)
    assert weights_between(gram, np.full(2, 1.0, dtype=np.float32)) == pytest.approx(
        np.array([[0, 1 / 3], [1 / 3, 0]]), abs=1e-6
    )


def test_ease_minimises_what_it_says_for_three_things() -> None:
    rows = np.array([[1, 1, 0], [1, 1, 0], [0, 1, 1], [1, 0, 0]], dtype=np.float64)
    found = weights_between((rows.T @ rows).astype(np.float32), np.full(3, 0.5, dtype=np.float32))
    for column in range(3):
        # Each column is the ridge regression of one thing on the two others.
        others = [place for place in range(3) if place != column]
        here = rows[:, others]
        by_hand = np.linalg.solve(here.T @ here + 0.5 * np.eye(2), here.T @ rows[:, column])
        assert found[others, column] == pytest.approx(by_hand, abs=1e-5)
        assert found[column, column] == 0


@pytest.mark.parametrize("growth", [0.0, 0.6])
def test_both_sides_of_the_matrix_give_the_same_ease(growth: float) -> None:
    chance = np.random.default_rng(3)
    rows = csr_matrix((chance.random((70, 40)) < 0.2) * chance.random((70, 40)), dtype=np.float32)
    by_members, by_features = (kind(rows, Ridge(2.0, growth)) for kind in (EaseByMembers, EaseByFeatures))
    not_had = rows.toarray() == 0
    of_features = by_features.scores_of_fitted(0, 70)
    assert by_members.scores_of_fitted(0, 70)[not_had] == pytest.approx(of_features[not_had], abs=1e-4)
    assert by_members.scores(rows[5:9]) == pytest.approx(of_features[5:9], abs=1e-4)


def test_an_inverse_is_whole_also_across_its_blocks() -> None:
    some = np.random.default_rng(1).standard_normal((1100, 300))
    matrix = some @ some.T + 50 * np.eye(1100)
    wanted = np.linalg.inv(matrix)
    for block in (150, 400, 2000):
        assert np.abs(inverted(matrix.copy(), block=block) - wanted).max() < 1e-10


def test_a_matrix_without_an_inverse_is_refused() -> None:
    for block in (1, 2):
        with pytest.raises(ArithmeticError):
            inverted(np.array([[1.0, 2.0], [2.0, 1.0]]), block=block)


def test_bm25_by_hand() -> None:
    acts = csr_matrix(np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 0.0]]))
    found = weighting.bm25(acts, saturation=1.2, length=0.5).toarray()
    # Rows sum to 3 and 1, their mean is 2: lengths 0.5 + 0.5 · 3/2 = 1.25 and 0.75.
    of_one, of_two = log(1 + 1.5 / 1.5), log(1 + 0.5 / 2.5)
    assert found[0, 0] == pytest.approx(of_one * 2 * 2.2 / (2 + 1.2 * 1.25), rel=1e-5)
    assert found[0, 1] == pytest.approx(of_two * 1 * 2.2 / (1 + 1.2 * 1.25), rel=1e-5)
    assert found[1, 1] == pytest.approx(of_two * 1 * 2.2 / (1 + 1.2 * 0.75), rel=1e-5)


def test_what_was_done_counts_half_after_a_half_life() -> None:
    assert decayed(4.0, since=NOW - HALF_LIFE, now=NOW) == pytest.approx(2.0)
    assert decayed(4.0, since=NOW - 3 * HALF_LIFE, now=NOW) == pytest.approx(0.5)
    assert decayed(4.0, since=NOW + HALF_LIFE, now=NOW) == 4.0


def test_a_row_is_forgotten_when_nothing_is_left_of_it() -> None:
    assert decayed(4.0, since=faded_before(4.0, now=NOW), now=NOW) == pytest.approx(FAINTEST)


def test_recall_and_ndcg_by_hand() -> None:
    train = csr_matrix(np.array([[1, 0, 0, 0, 0], [0, 0, 0, 0, 1], [1, 0, 0, 0, 0]], dtype=np.float32))
    test = csr_matrix(np.array([[0, 1, 0, 1, 0], [1, 0, 0, 0, 0], [0, 0, 0, 0, 0]], dtype=np.float32))
    scores = np.array([[9, 8, 7, 6, 5], [1, 5, 4, 3, 9], [1, 1, 1, 1, 1]], dtype=np.float32)
    found = quality(lambda start, end: scores[start:end].copy(), train=train, test=test, most=2)
    # The first is shown 1 and 2 and finds one of two; the second is shown 1 and 2 and finds nothing; the third has
    # nothing to be found.
    assert found.members == 2
    assert found.recall == pytest.approx((1 / 2 + 0) / 2)
    assert found.ndcg == pytest.approx((1 / (1 + 1 / log2(3)) + 0) / 2)


def test_an_ideal_list_is_no_longer_than_what_is_to_be_found() -> None:
    train, test = csr_matrix((1, 5)), csr_matrix(np.array([[0, 0, 1, 0, 0]], dtype=np.float32))
    scores = np.array([[1, 2, 9, 3, 4]], dtype=np.float32)
    found = quality(lambda start, end: scores.copy(), train=csr_matrix(train), test=test, most=4)
    assert (found.recall, found.ndcg) == (1.0, 1.0)


def test_mmr_prefers_what_is_unlike_what_is_shown_already() -> None:
    rock = frozenset({"rock", "loud"})
    candidates = [
        Candidate("a", 1.0, 1, NOW, rock),
        Candidate("b", 0.9, 1, NOW, rock),
        Candidate("c", 0.6, 1, NOW, frozenset({"chess"})),
    ]
    # After a: b is worth .75 · .9 − .25 · 1 = .425, c is worth .75 · .6 = .45.
    assert [each.key for each in ranking.varied(candidates, most=2, relevance=0.75)] == ["a", "c"]
    assert [each.key for each in ranking.varied(candidates, most=3, relevance=1.0)] == ["a", "b", "c"]


def test_a_small_tribe_surfaces_beside_a_large_one_that_suits_alike() -> None:
    large, small = Candidate("large", 1.0, 50_000, NOW), Candidate("small", 0.8, 20, NOW)
    assert [each.key for each in ranking.weighed([large, small], now=NOW)] == ["small", "large"]


def test_what_fell_asleep_counts_less_but_is_not_lost() -> None:
    assert ranking.freshness(NOW, now=NOW) == 1
    assert ranking.freshness(NOW - ranking.FRESH_FOR, now=NOW) == pytest.approx(0.7)
    assert ranking.freshness(NOW - timedelta(days=9999), now=NOW) == pytest.approx(ranking.LEAST_FRESH)


def test_rows_of_one_frequency_have_the_penalty_that_was_asked_for() -> None:
    rows = csr_matrix(np.ones((4, 6), dtype=np.float32))
    [(group, penalty)] = ials._groups(rows, ials.Setting(unseen=0.1, penalty=3.0, growth=1.0))
    assert len(group) == 4
    assert penalty == pytest.approx(30.0)


def test_a_row_that_acts_more_is_penalised_more() -> None:
    rows = csr_matrix(np.array([[1, 0, 0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, 1, 1]], dtype=np.float32))
    (_few, weak), (_many, strong) = ials._groups(rows, ials.Setting(unseen=0.1, penalty=1.0, growth=1.0))
    assert strong / weak == pytest.approx((8 + 0.8) / (1 + 0.8))
