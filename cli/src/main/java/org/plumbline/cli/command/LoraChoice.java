package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.adapter.LoraTargets;

/**
 * The adapter that is trained instead of a model's weights, as one option: {@code none}, or
 * settings such as {@code
 * rank=16,alpha=32,dropout=0.05,targets=q_proj+v_proj,saved=lm_head,rslora}.
 *
 * <p>What is left out is as {@link LoraOptions#DEFAULT} has it, but alpha, which is twice the rank.
 */
record LoraChoice(String text, Optional<LoraOptions> options) {
  static final LoraChoice NONE = new LoraChoice("none", Optional.empty());

  private static final List<String> KEYS =
      List.of("rank", "alpha", "dropout", "targets", "saved", "rslora");

  /** Reads what a user wrote. */
  public static LoraChoice parse(String text) {
    if (text.equals(NONE.text)) {
      return NONE;
    }
    Settings settings = new Settings();
    Arrays.stream(text.split(",")).map(String::strip).forEach(settings::take);
    return new LoraChoice(text, Optional.of(settings.options()));
  }

  private static final class Settings {
    private int rank = LoraOptions.DEFAULT.rank();
    private Optional<Double> alpha = Optional.empty();
    private double dropout;
    private boolean rankStabilised;
    private LoraTargets targets = LoraOptions.DEFAULT.targets();
    private List<String> saved = List.of();

    void take(String setting) {
      int equals = setting.indexOf('=');
      String key = equals < 0 ? setting : setting.substring(0, equals);
      String value = equals < 0 ? "" : setting.substring(equals + 1);
      require(
          KEYS.contains(key) && (value.isEmpty() == key.equals("rslora")),
          "an adapter's settings look like rank=16,alpha=32,targets=q_proj+v_proj,rslora (got '%s'); %s",
          setting,
          Nearest.hint(key, KEYS));
      switch (key) {
        case "rank" -> rank = (int) number(key, value);
        case "alpha" -> alpha = Optional.of(number(key, value));
        case "dropout" -> dropout = number(key, value);
        case "targets" -> targets = LoraTargets.of(names(value));
        case "saved" -> saved = names(value);
        default -> rankStabilised = true;
      }
    }

    private static List<String> names(String value) {
      return new ArrayList<>(Arrays.asList(value.split("\\+")));
    }

    private static double number(String key, String value) {
      try {
        double number = Double.parseDouble(value);
        require(
            !key.equals("rank") || number == Math.rint(number),
            "an adapter's rank must be a whole number (got %s)",
            value);
        return number;
      } catch (NumberFormatException e) {
        throw new InvalidInputException(
            "an adapter's %s must be a number (got '%s')".formatted(key, value), e);
      }
    }

    LoraOptions options() {
      return new LoraOptions(
          rank,
          alpha.orElse(2.0 * rank),
          rankStabilised,
          dropout,
          targets,
          List.of(),
          saved,
          Map.of(),
          Map.of());
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
