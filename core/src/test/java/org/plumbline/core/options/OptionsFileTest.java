package org.plumbline.core.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;

final class OptionsFileTest {

  @Test
  void optionsAndListedThingsAreReadWithTheirPlaces() {
    OptionsFile file =
        OptionsFile.parse(
            "g.yaml",
            "lambda: 2\ntraining: { steps: 3 }\ngroups:\n  - name: a\n    reward: [1, 0]\n  - name: b\n",
            List.of("groups"));
    assertEquals("2", String.valueOf(file.options().get("lambda")));
    assertEquals("3", String.valueOf(file.options().get("training-steps")));
    assertEquals(2, file.lists().getOrDefault("groups", List.of()).size());
    GivenValue reward = file.lists().getOrDefault("groups", List.of()).getFirst().get("reward");
    assertEquals(new GivenValue.Items(List.of("1", "0"), "g.yaml:5"), reward);
  }

  @Test
  void aMisspeltListIsNamed() {
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class,
            () -> OptionsFile.parse("g.yaml", "group:\n  - name: a\n", List.of("groups")));
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.contains("g.yaml:") && said.contains("did you mean 'groups'?"), said);
  }

  @Test
  void aListThatIsNoneIsRefused() {
    assertThrows(
        InvalidInputException.class,
        () -> OptionsFile.parse("g.yaml", "groups: 3\n", List.of("groups")));
  }
}
