"""Models are trained by a task, switched at once, and survive whatever kills their making."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity import tasks
from bouquet.capabilities.affinity.actions import allowing, cataloguing, consulting, declaring, signals, training
from bouquet.capabilities.affinity.engine import arrays, learning
from bouquet.capabilities.affinity.engine.arrays import Model
from bouquet.capabilities.affinity.models import TAG_KIND, Basis, TrainedModel
from bouquet.capabilities.affinity.tests.conftest import GROUP, Groups, allow, trained
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.storage.store import store
from bouquet.foundation.subjects.subject import Ref

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(groups: Groups, crowd: Callable[[int], list[Account]]) -> list[Account]:
    """Two communities of four groups each, and people who are in them."""
    halves = [[groups.add("grimpe") for _ in range(4)], [groups.add("jeux") for _ in range(4)]]
    cataloguing.refresh_all()
    people = [allow(person) for person in crowd(16)]
    for number, person in enumerate(people):
        for place, ref in enumerate(halves[number % 2]):
            if place != number % 4:
                signals.record(account_id=person.pk, ref=ref, verb="join")
    return people


def test_a_model_says_the_same_after_a_journey_through_the_store(network: list[Account], tmp_path: Path) -> None:
    model = learning.learn(training._likings(), method="ease")
    file = tmp_path / "model"
    file.write_bytes(arrays.to_bytes(model))
    for again in (arrays.from_bytes(arrays.to_bytes(model)), arrays.opened(file)):
        assert (again.features, again.verbs) == (model.features, model.verbs)
        for name in ("verb", "starts", "targets", "weights", "together"):
            assert np.array_equal(getattr(again, name), getattr(model, name))
        assert [again.place_of(ref) for ref in model.features] == list(range(len(model.features)))


def test_a_feature_is_found_whatever_its_bytes() -> None:
    keys = [0, 1, 256, 255 << 120, (1 << 128) - 1, (1 << 128) - 256]
    refs = [Ref(kind, UUID(int=key)) for kind in ("b", "a") for key in keys]
    links = np.zeros(len(refs) + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32)
    model = arrays.from_bytes(arrays.to_bytes(arrays.made_of(refs, [""] * len(refs), links, np.zeros(0, np.int32))))
    assert [model.place_of(ref) for ref in refs] == list(range(len(refs)))
    assert model.place_of(Ref("a", UUID(int=257))) is None
    assert model.place_of(Ref("c", UUID(int=0))) is None


def test_a_model_in_a_file_is_mapped_and_outlives_its_name(network: list[Account], tmp_path: Path) -> None:
    file = tmp_path / "model"
    file.write_bytes(arrays.to_bytes(learning.learn(training._likings(), method="ease")))
    model = arrays.opened(file)
    file.unlink()
    assert not any(getattr(model, name).flags.owndata for name in ("key", "names", "starts", "targets", "weights"))
    assert not model.weights.flags.writeable
    assert model.weights.ctypes.data % 64 == 0
    assert model.hear({Ref(GROUP, next(iter(model.features[-1:])).key): 1.0}, kind=GROUP, most=3)


def test_a_file_that_is_no_model_runs_nothing_and_is_refused(network: list[Account], tmp_path: Path) -> None:
    whole = arrays.to_bytes(learning.learn(training._likings(), method="ease"))
    file = tmp_path / "model"
    for damaged, said in (
        (b"", ""),
        (b"no model at all", ""),
        (whole[:-64], "bytes"),
        (b'{"format": 99}\n', "format 99"),
        (b"[]\n", "no model"),
        (whole.replace(b"<f4", b"|O8", 1), "weights"),
    ):
        file.write_bytes(damaged)
        with pytest.raises(ValueError, match=said or None):
            arrays.opened(file)


@pytest.mark.parametrize("method", ["ease", "ials"])
def test_each_method_keeps_the_communities_apart(network: list[Account], groups: Groups, method: str) -> None:
    model = learning.learn(training._likings(), method=method)
    refs = [Ref(GROUP, key) for key in groups.all]
    for place, ref in enumerate(refs):
        mates = refs[:4] if place < 4 else refs[4:]
        assert {each.ref for each in model.hear({ref: 1.0}, kind=GROUP, most=3)} <= set(mates)


def test_an_item_nobody_is_in_is_heard_of_through_its_tags(groups: Groups, network: list[Account]) -> None:
    new = groups.add("grimpe", size=0)
    cataloguing.refresh_all()
    model = learning.learn(training._likings(), method="ease")
    tag = next(ref for ref in model.features if ref.kind == TAG_KIND and model.place_of(ref) == 0)
    heard = {each.ref for each in model.hear({tag: 1.0}, kind=GROUP, most=20)}
    others = {each.ref for each in model.hear({model.features[1]: 1.0}, kind=GROUP, most=20)}
    assert (new in heard) != (new in others)


def test_the_same_data_makes_no_second_model(network: list[Account]) -> None:
    first = training.train()
    again = training.train()
    assert first is not None and again is not None
    assert first.pk == again.pk
    assert TrainedModel.objects.count() == 1


def test_two_trainings_of_the_same_data_are_the_same(network: list[Account]) -> None:
    likings = training._likings()
    one, other = (learning.learn(likings, method="ease") for _ in range(2))
    assert arrays.to_bytes(one) == arrays.to_bytes(other)


@pytest.mark.parametrize("dies_at", ["bouquet.foundation.storage.disk.DiskStore.put_bytes", "create"])
def test_a_training_that_is_killed_leaves_the_model_before_in_use(
    network: list[Account], dies_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained()
    before, in_use = TrainedModel.objects.get(), consulting.model()
    declaring.declare(account=network[0], tags=["autre chose"])

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if dies_at == "create":
            patch.setattr(TrainedModel.objects, "create", die)
        else:
            patch.setattr(dies_at, die)
        with pytest.raises(KeyboardInterrupt):
            training.train()
    assert TrainedModel.objects.get() == before
    assert consulting.fetch_now() is in_use
    after = training.train()
    assert after is not None and after.pk != before.pk
    assert consulting.fetch_now() is not in_use


def test_files_nobody_needs_go(network: list[Account]) -> None:
    for number in range(4):
        declaring.declare(account=network[0], tags=[f"chose {number}"])
        training.train()
    with clock.travel(timedelta(days=-2)):
        abandoned = f"{training.FOLDER}/{new_key()}.npz"
    beside = f"{training.FOLDER}/{new_key()}.arrays"
    for key in (abandoned, beside):
        store().put_bytes(b"...", key)
    training.forget_old_models()
    known = set(TrainedModel.objects.values_list("file_key", flat=True))
    assert len(known) == training.KEPT
    assert all(store().exists(key) for key in known)
    assert store().exists(beside)
    assert not store().exists(abandoned)
    store().delete(beside)


def test_a_request_does_not_wait_for_a_model_that_is_elsewhere(
    network: list[Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    training.train()
    begun: list[str] = []

    class Later:
        def __init__(self, *, name: str, **_: object) -> None:
            self.name = name

        def start(self) -> None:
            begun.append(self.name)

    monkeypatch.setattr("threading.Thread", Later)
    monkeypatch.setattr(type(store()), "local_path", lambda self, key: None)
    assert consulting.model() is None
    assert consulting.model() is None
    assert begun == ["affinity-model"]


def test_a_model_on_this_machine_is_mapped_once_and_again_when_a_new_one_is_trained(
    network: list[Account], monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    training.train()
    monkeypatch.setattr(type(store()), "read_bytes", lambda self, key: pytest.fail("a request read the whole file"))
    with django_assert_num_queries(1):
        first = consulting.model()
        assert first is not None
        assert consulting.model() is first
    declaring.declare(account=network[0], tags=["autre chose"])
    training.train()
    assert consulting.model() is first
    monkeypatch.setattr(consulting, "LOOK_AGAIN_SECONDS", -1)
    second = consulting.model()
    assert second is not None and second is not first
    assert consulting.model() is second


def test_a_model_that_cannot_be_read_is_no_fault_of_a_page(network: list[Account]) -> None:
    model = training.train()
    assert model is not None
    store().put_bytes(b"damaged", model.file_key)
    assert consulting.fetch_now() is None


def test_it_is_due_after_enough_changes_or_a_day(network: list[Account], monkeypatch: pytest.MonkeyPatch) -> None:
    assert training.is_due()
    training.train()
    assert not training.is_due()
    assert training.train_if_due() is None
    monkeypatch.setattr(training, "ENOUGH_CHANGES", 3)
    for person in network[:3]:
        declaring.declare(account=person, tags=["rap"])
    assert training.is_due()
    training.train()
    with clock.travel(timedelta(days=1, minutes=1)):
        assert training.is_due()


def test_the_keeper_asks_a_worker(network: list[Account], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(type(tasks.train), "enqueue", lambda self: asked.append(True))
    tasks.train_when_due()
    training.train()
    tasks.train_when_due()
    assert asked == [True]


def test_only_what_is_allowed_is_learnt_from(network: list[Account]) -> None:
    before = training._likings().members
    assert before.shape[0] == 16
    for person in network[:3]:
        allowing.choose(account=person, basis=Basis.DECLARED, is_suggestible=True)
    declaring.declare(account=network[0], tags=["rap"])
    declaring.declare(account=network[3], tags=["rap"])
    allowing.choose(account=network[3], basis=Basis.NOTHING, is_suggestible=True)
    network[4].is_active = False
    network[4].save()
    # 1 and 2 said nothing; 0 said one thing; 3 wants no profile; 4 is suspended.
    assert training._likings().members.shape[0] == 16 - 4
    assert np.diff(training._likings().members.indptr).min() == 1


def test_a_network_without_items_makes_no_model(ines: Account, groups: Groups) -> None:
    declaring.declare(account=ines, tags=["jazz"])
    assert training.train() is None
    assert consulting.fetch_now() is None


def test_a_network_where_nobody_did_anything_still_knows_its_tags(groups: Groups) -> None:
    group = groups.add("jazz")
    trained()
    model = consulting.model()
    assert isinstance(model, Model)
    [tag] = [ref for ref in model.features if ref.kind == TAG_KIND]
    assert [each.ref for each in model.hear({tag: 1.0}, kind=GROUP, most=5)] == [group]


def test_items_that_are_gone_leave_the_catalogue(groups: Groups) -> None:
    from bouquet.capabilities.affinity.models import CatalogueItem

    kept, gone = groups.add("jazz"), groups.add("rap")
    cataloguing.refresh_all()
    del groups.all[gone.key]
    cataloguing.refresh(kind=GROUP, keys=[gone.key, kept.key])
    assert [item.key for item in CatalogueItem.objects.all()] == [kept.key]
    groups.change(kept, tags=("blues",), size=77)
    cataloguing.refresh_all()
    item = CatalogueItem.objects.get()
    assert (item.size, [row.tag.slug for row in item.item_tags.all()]) == (77, ["blues"])


def test_small_enough_networks_get_ease_and_larger_ones_ials() -> None:
    assert learning.method_for(learning.EASE_MOST) == "ease"
    assert learning.method_for(learning.EASE_MOST + 1) == "ials"


def test_only_the_task_and_the_command_train() -> None:
    root = Path(training.__file__).parents[3]
    importing = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "tests" not in path.parts and re.search(r"affinity\.actions(\.| import .*\b)training\b", path.read_text())
    }
    home = "capabilities/affinity"
    assert importing == {f"{home}/tasks.py", f"{home}/management/commands/train_affinity.py"}
