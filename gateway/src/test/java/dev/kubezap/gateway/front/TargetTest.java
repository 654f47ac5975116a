package dev.kubezap.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/v1/sessions                              | Own[]
          /api/v1/sessions/shop/support                 | Own[]
          /api/v1/sessions/shop/support/start           | Own[]
          /api/v1/sessions/shop/support/qr              | Pod[session=shop/support, path=/api/v1/session/qr]
          /api/v1/stats                                 | Fleet[]
          /api/v1/events                                | Fleet[]
          /api/v1/events/ws                             | Fleet[]
          /api/v1/events/tickets                        | ByKey[]
          /api/v1/messages                              | ByKey[]
          /api/v1/session                               | ByKey[]
          /api/v1/sessions/shop/support/messages        | Pod[session=shop/support, path=/api/v1/messages]
          /api/v1/sessions/shop/support/session/qr      | Pod[session=shop/support, path=/api/v1/session/qr]
          /api/v1/sessions/shop/support/qr/x            | Pod[session=shop/support, path=/api/v1/qr/x]
          /api/v1/sessions/shop/support/chats/4%40g.us/ | Pod[session=shop/support, path=/api/v1/chats/4%40g.us/]
          /api/v1/sessions/Shop/support/messages        | Nowhere[]
          /api/v1/sessions/shop/a.b/messages            | Nowhere[]
          /api/v1/sessions/shop/support/../other/x      | Nowhere[]
          /api/v1/sessions/shop/support/%2e%2E/x        | Nowhere[]
          /api/v1/sessions/shop/support/x/.             | Nowhere[]
          /elsewhere/../api/v1/sessions                 | Nowhere[]
          """)
  void thePathAloneTellsWhere(String path, String target) {
    assertThat(Target.of(path)).hasToString(target);
  }
}
