package org.plumbline.cli.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.error.InvalidInputException;

final class RewardFoldersTest {
  @TempDir Path root;

  @Test
  void membersComeByNumberAndNotByLetter() throws IOException {
    for (String member : List.of("10", "9", "1")) {
      model("run/members/" + member);
    }
    Path members = root.resolve("run/members");
    List<Path> expected =
        List.of(members.resolve("1"), members.resolve("9"), members.resolve("10"));
    assertEquals(expected, found("run"));
    assertEquals(expected, found("run/members"));
  }

  @Test
  void aRunWithAModelIsThatModelAndAModelIsItself() throws IOException {
    model("average/model");
    model("single");
    assertEquals(
        List.of(root.resolve("average/model"), root.resolve("single")), found("average", "single"));
  }

  @Test
  void aFolderWithoutRewardModelsIsRefusedWithAWayOut() throws IOException {
    Files.createDirectories(root.resolve("empty"));
    String message = assertThrows(InvalidInputException.class, () -> found("empty")).getMessage();
    assertTrue(message.contains("empty") && message.contains("plumb reward train"), message);
    assertThrows(InvalidInputException.class, () -> found("nowhere"));
  }

  private List<Path> found(String... names) {
    return RewardFolders.onDisk(
        java.util.Arrays.stream(names).map(name -> root.resolve(name).toString()).toList());
  }

  private void model(String name) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    Files.writeString(folder.resolve("reward-model.json"), "{}");
  }
}
