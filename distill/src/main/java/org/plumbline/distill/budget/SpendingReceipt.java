package org.plumbline.distill.budget;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What was asked and what it cost.
 *
 * @param models each model, in the order in which they were first asked
 * @param cost of all, of what was not cached
 * @param currency of the costs
 * @param promptTokens of all
 * @param completionTokens of all
 * @param seconds of wall-clock time since the first model was opened
 */
public record SpendingReceipt(
    List<ModelReceipt> models,
    double cost,
    String currency,
    long promptTokens,
    long completionTokens,
    double seconds) {

  public SpendingReceipt {
    models = List.copyOf(models);
  }

  /** A line for each model. */
  public String text() {
    return models.stream().map(this::line).collect(Collectors.joining("\n"));
  }

  private String line(ModelReceipt model) {
    String outcomes =
        model.outcomes().entrySet().stream()
            .map(entry -> "%,d %s".formatted(entry.getValue(), entry.getKey()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%s: %,d calls (%,d from the cache), %s; %,d + %,d tokens, %.4f %s",
        model.model(),
        model.calls(),
        model.cached(),
        outcomes.isEmpty() ? "nothing asked" : outcomes,
        model.promptTokens(),
        model.completionTokens(),
        model.cost(),
        currency);
  }
}
