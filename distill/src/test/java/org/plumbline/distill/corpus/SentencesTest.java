package org.plumbline.distill.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.testkit.SeededRandom;

class SentencesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It is here.| Is it?| Yes!| “Good.”| (See above.)| So be it.",
        "软件包是什么？|它是一个文件；|里面有程序。|“很好。”|真的！！|是的……|完",
        "Version 3.5 is in /etc/apt/sources.list and apt.conf, i.e. there.| Then we go on.",
        "See Fig. 3 and e.g. J. Smith et al. who say so.| Next one.",
        "Run `apt-get install. Now` first.| Then wait...| Done.",
        "如图 3.5 所示，文件 /etc/apt.conf 在这里。|版本为 11.2。|Really?|是。",
        "The sum $a. B$ stays.| The price is $5. |Then $6. |It rose.",
        "no end at all",
        "1. First do this.| Then that."
      })
  void sentencesEndWhereTheyShould(String marked) {
    List<String> expected = new ArrayList<>();
    for (String part : marked.split("\\|")) {
      expected.add(part.strip());
    }
    String text = marked.replace("|", "");
    List<String> actual = new ArrayList<>();
    int begin = 0;
    for (int end : Sentences.ends(text)) {
      actual.add(text.substring(begin, end).strip());
      begin = end;
    }
    assertEquals(expected, actual);
  }

  @Test
  void nothingIsLostWhateverTheText() {
    String alphabet = "ab. 。!？`$\\()\n一\ud840\udc00\"1";
    SeededRandom.forAll(
        300,
        random -> {
          StringBuilder text = new StringBuilder("x");
          for (int i = random.integer(0, 40); i > 0; i--) {
            text.appendCodePoint(
                alphabet.codePointAt(
                    alphabet.offsetByCodePoints(
                        0, random.integer(0, alphabet.codePointCount(0, alphabet.length()) - 1))));
          }
          List<Integer> ends = Sentences.ends(text.toString());
          int begin = 0;
          for (int end : ends) {
            assertEquals(true, end > begin, text + ": " + ends);
            begin = end;
          }
          assertEquals(text.length(), begin, text.toString());
        });
  }
}
