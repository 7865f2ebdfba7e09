package org.plumbline.distill.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.metric.Segmenter;
import org.plumbline.testkit.SeededRandom;

class SegmentersTest {
  static Stream<Supplier<Segmenter>> both() {
    return Stream.of(() -> Jieba.with(TermList.NONE), () -> HanLp.with(TermList.NONE));
  }

  @ParameterizedTest
  @MethodSource("both")
  void wordsAreFoundWhereTextHasNoBlanks(Supplier<Segmenter> segmenter) {
    List<String> words = segmenter.get().of("数字通信系统的抗噪声性能");
    assertTrue(words.contains("系统"), words.toString());
    assertTrue(words.contains("性能"), words.toString());
  }

  @ParameterizedTest
  @MethodSource("both")
  void wordsAreTheTextsOwnCharacters(Supplier<Segmenter> segmenter) {
    String text = "ＱＰＳＫ 与 QPSK 的𠮷野家😀，３.５ dB\n中文　ABC";
    List<String> words = segmenter.get().of(text);
    assertEquals(text.replaceAll("[\\s　]", ""), String.join("", words));
    for (String word : words) {
      assertFalse(Character.isLowSurrogate(word.charAt(0)), word);
      assertFalse(Character.isHighSurrogate(word.charAt(word.length() - 1)), word);
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void noCharacterOfAnyTextIsLost(Supplier<Segmenter> segmenter) {
    Segmenter one = segmenter.get();
    SeededRandom.forAll(
        200,
        random -> {
          String text = text(random);
          assertEquals(
              text.replaceAll("[\\s　]", ""), String.join("", one.of(text)), random.toString());
        });
  }

  private static String text(SeededRandom random) {
    String[] pieces = {
      "信道", "编码", "的", "A", "b1", "３", "，", "。", " ", "\n", "\t", "𠮷", "😀", ".5", "％", "é", "　",
      "-", "码间串扰"
    };
    StringBuilder text = new StringBuilder();
    int length = random.integer(0, 19);
    for (int i = 0; i < length; i++) {
      text.append(pieces[random.integer(0, pieces.length - 1)]);
    }
    return text.toString();
  }

  @Test
  void aTermOfTheUserStaysWholeAndIsNamedWithItsHash(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("course.txt"), "# terms\n码间串扰 1000 nz\n眼图\n");
    Segmenter with = HanLp.with(TermList.read(file));
    assertTrue(with.of("消除码间串扰的方法").contains("码间串扰"), with.of("消除码间串扰的方法").toString());
    assertTrue(with.dictionary().contains("course.txt ("), with.dictionary());
    assertFalse(HanLp.with(TermList.NONE).of("消除码间串扰的方法").contains("码间串扰"));
  }

  @Test
  void jiebaRefusesASecondListOfTermsInOneProcess(@TempDir Path folder) throws Exception {
    Jieba.with(TermList.NONE);
    Path file = Files.writeString(folder.resolve("course.txt"), "码间串扰\n");
    var refused = assertThrows(InvalidInputException.class, () -> Jieba.with(TermList.read(file)));
    assertTrue(refused.getMessage().contains("hanlp"), refused.getMessage());
  }

  @Test
  void aDictionaryThatIsNoneIsRefused(@TempDir Path folder) throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.txt"), "\n# nothing\n");
    Path wrong = Files.writeString(folder.resolve("wrong.txt"), "眼图 often\n");
    assertThrows(InvalidInputException.class, () -> TermList.read(empty));
    assertThrows(InvalidInputException.class, () -> TermList.read(folder.resolve("none.txt")));
    var refused = assertThrows(InvalidInputException.class, () -> TermList.read(wrong));
    assertTrue(refused.getMessage().contains("wrong.txt:1"), refused.getMessage());
  }
}
