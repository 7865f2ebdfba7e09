package org.plumbline.align.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.plumbline.core.data.LabelCorruption;
import org.plumbline.core.data.Preference;
import org.plumbline.core.math.Baklava;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenSuite;

/** What belongs to weight-averaged reward models. */
final class WarmCases {
  private WarmCases() {}

  static void register(GoldenSuite suite) {
    suite
        .handle("label_corruption", "swap_listed_indices", WarmCases::corrupt)
        .handle("baklava", "cyclic_assignment", WarmCases::assign);
  }

  private static Object corrupt(GoldenCase c) {
    List<String> chosen = c.texts("chosen");
    List<String> rejected = c.texts("rejected");
    List<Preference> preferences = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      preferences.add(new Preference("", chosen.get(i), rejected.get(i)));
    }
    LabelCorruption corruption = LabelCorruption.at(preferences.size(), c.integers("flip"));
    List<Preference> swapped = corruption.apply(preferences);
    return Map.of(
        "chosen", swapped.stream().map(Preference::chosen).toList(),
        "rejected", swapped.stream().map(Preference::rejected).toList(),
        "corrupted", corruption.corrupted(),
        "clean", corruption.clean());
  }

  private static Object assign(GoldenCase c) {
    int[] checkpoints = c.integers("sftCheckpoints");
    Baklava baklava = new Baklava(checkpoints.length);
    return IntStream.range(0, c.integer("members"))
        .map(member -> checkpoints[baklava.checkpointOf(member)])
        .toArray();
  }
}
