package org.plumbline.distill.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromptRulesTest {
  private static final String ANSWER =
      "The program start-stop-daemon is used to start daemons at boot time or to stop them.";

  private static PromptRules rules(Set<String> slots, List<String> starting) {
    return new PromptRules(
        slots,
        slots.isEmpty() ? Set.of() : Set.of("bands", "mark"),
        200,
        List.of(ANSWER, "软件包管理系统可以自动处理依赖关系，用户不必手工安装每一个库文件。"),
        starting);
  }

  @Test
  void whatCannotBeAPromptIsRefused() {
    PromptRules rules = rules(Set.of(), List.of());
    assertEquals(Optional.empty(), rules.refuse("Answer briefly."));
    assertEquals(Optional.of("said before"), rules.refuse("  answer BRIEFLY! "));
    assertEquals(Optional.of("said before"), rules.refuse("Ａnswer briefly"));
    assertEquals(Optional.of("empty"), rules.refuse(" \n"));
    assertEquals(Optional.of("longer than 200 characters"), rules.refuse("a ".repeat(101)));
    assertEquals(Optional.empty(), rules.refuse("短".repeat(200)));
  }

  @Test
  void quotedItemsAreRefusedInBothLanguages() {
    PromptRules rules = rules(Set.of(), List.of());
    assertEquals(
        Optional.of("quotes an item"),
        rules.refuse("Say that START-STOP-DAEMON is used to start daemons at boot."));
    assertEquals(
        Optional.empty(), rules.refuse("Say what a daemon is used to start at boot time."));
    assertEquals(Optional.of("quotes an item"), rules.refuse("请说明软件包管理系统可以自动处理依赖关系的原因。"));
    assertEquals(Optional.empty(), rules.refuse("请说明软件包管理系统的作用。"));
  }

  @Test
  void aPersonsOwnWordsAreNoQuotation() {
    PromptRules rules = rules(Set.of(), List.of("Explain: " + ANSWER));
    assertEquals(Optional.empty(), rules.refuse("Explain better: " + ANSWER));
  }

  @Test
  void slotsMustBeKept() {
    PromptRules rules = rules(Set.of("bands"), List.of());
    assertEquals(Optional.of("lost the slot {{bands}}"), rules.refuse("Grade {bands}."));
    assertEquals(Optional.empty(), rules.refuse("Grade {{ bands }}."));
    assertEquals(Optional.empty(), rules.refuse("Grade {{bands}} within {{mark}}: {{a: 1}}."));
    assertEquals(
        Optional.of("has a slot that means nothing, {{weather}}"),
        rules.refuse("Grade {{bands}} by {{ weather }}."));
    assertEquals(Optional.empty(), rules(Set.of(), List.of()).refuse("Write {{weather}}."));
  }
}
