package org.plumbline.distill.optimize;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.plumbline.distill.judge.HumanPair;

/** A task whose teacher fails on some items. */
record FailingTask(PromptTask<HumanPair> task, Predicate<HumanPair> fails)
    implements PromptTask<HumanPair> {
  @Override
  public String id(HumanPair item) {
    return task.id(item);
  }

  @Override
  public Evaluation evaluate(String prompt, HumanPair item) {
    return fails.test(item)
        ? new Evaluation.Missing(item.id(), "failed", Spending.NONE)
        : task.evaluate(prompt, item);
  }

  @Override
  public int calls() {
    return task.calls();
  }

  @Override
  public List<String> texts(HumanPair item) {
    return task.texts(item);
  }

  @Override
  public Set<String> slots() {
    return task.slots();
  }

  @Override
  public Set<String> knownSlots() {
    return task.knownSlots();
  }

  @Override
  public String scoring(String language) {
    return task.scoring(language);
  }

  @Override
  public String description(String language) {
    return task.description(language);
  }
}
