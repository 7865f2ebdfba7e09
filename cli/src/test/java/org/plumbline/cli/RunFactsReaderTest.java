package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.cli.report.RunFactsReader;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.report.RunFacts;
import org.plumbline.core.run.ContentHash;

final class RunFactsReaderTest {
  @TempDir Path folder;

  @Test
  void theCommandOfARunDoesItAgain() throws IOException {
    Path texts = Shell.texts(folder);
    String line = "tokenizer train --data %s --vocabulary-size 270 --seed 5 --out %s/run";
    assertEquals(ExitCode.DONE, new Shell().run(line, texts, folder).code());
    RunFacts facts = RunFactsReader.read("words", folder.resolve("run"));
    assertEquals(5, facts.seed());
    assertEquals(ContentHash.of(texts).hex(), facts.inputs().get(0).hash());
    Ended again = new Shell().run("%s", facts.command().substring("plumb ".length()));
    assertEquals(ExitCode.DONE, again.code(), again.err());
    assertEquals(
        ContentHash.of(folder.resolve("run/tokenizer.json")),
        ContentHash.of(folder.resolve("run-again/tokenizer.json")));
  }

  @Test
  void aFolderWithoutARunIsRefused() {
    assertThrows(InvalidInputException.class, () -> RunFactsReader.read("nothing", folder));
  }
}
