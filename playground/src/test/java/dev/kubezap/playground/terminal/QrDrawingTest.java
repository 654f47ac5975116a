package dev.kubezap.playground.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import org.junit.jupiter.api.Test;

class QrDrawingTest {

  @Test
  void whatIsDrawnCanBeRead() throws Exception {
    var text = "https://wa.me/settings/linked_devices#2@" + "Ab3/".repeat(60) + ",x,y,z,1";
    var lines = QrDrawing.draw(text).split("\n", -1);
    var size = lines[0].length() - 4;
    var modules = new BitMatrix(size);
    for (var y = 0; y < size; y++) {
      for (var x = 0; x < size; x++) {
        var block = lines[(y + 2) / 2].charAt(x + 2);
        var light = block == '█' || block == (y % 2 == 0 ? '▀' : '▄');
        if (!light) {
          modules.set(x, y);
        }
      }
    }
    assertThat(new Decoder().decode(modules).getText()).isEqualTo(text);
  }
}
