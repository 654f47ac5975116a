package dev.kubezap.operator.sessionclass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemovalWishesTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {deletionPolicy: Keep}         | true  | false
          {deletionPolicy: LogOut}       | false | false
          {deletionPolicy: Archive}      | true  | false
          {storage: {retention: Retain}} | false | true
          {storage: {retention: Delete}} | false | false
          {storage: {retention: Other}}  | false | true
          {storage: {}}                  | false | false
          {}                             | false | false
          """)
  void withoutAClassTheResourceSaysIt(String spec, boolean keep, boolean retain) {
    assertThat(RemovalWishes.of(spec(spec))).isEqualTo(new RemovalWishes(keep, retain, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                    | {}                             | false | false
          {deletionPolicy: Keep}                | {}                             | true  | false
          {deletionPolicy: Archive}             | {}                             | true  | false
          {deletionPolicy: Keep}                | {deletionPolicy: LogOut}       | false | false
          {deletionPolicy: LogOut}              | {deletionPolicy: Keep}         | true  | false
          {storage: {retention: Retain}}        | {}                             | false | true
          {storage: {retention: Other}}         | {}                             | false | true
          {storage: {retention: Retain}}        | {storage: {retention: Delete}} | false | false
          {storage: {retention: Delete}}        | {storage: {retention: Retain}} | false | true
          {storage: {retention: Retain}}        | {storage: {size: 2Gi}}         | false | true
          """)
  void theClassSaysItWhereTheResourceDoesNot(
      String defaults, String spec, boolean keep, boolean retain) {
    RemovalWishes wishes = RemovalWishes.of(spec(spec), "gold", Optional.of(chosen(defaults)));

    assertThat(wishes.keep()).isEqualTo(keep);
    assertThat(wishes.retainVolume()).isEqualTo(retain);
  }

  @Test
  void itIsToldWhenTheClassSaidSo() {
    var keeps = Optional.of(chosen("{deletionPolicy: Keep}"));

    assertThat(RemovalWishes.of(spec("{}"), "gold", keeps).because())
        .isEqualTo("WhatsAppSessionClass gold says so");
    assertThat(RemovalWishes.of(spec("{deletionPolicy: Keep}"), "gold", keeps).because()).isEmpty();
  }

  @Test
  void aClassThatIsGoneIsNoPermissionToErase() {
    RemovalWishes wishes = RemovalWishes.of(spec("{}"), "gold", Optional.empty());

    assertThat(wishes.keep()).isTrue();
    assertThat(wishes.because()).startsWith("WhatsAppSessionClass gold does not exist");
    assertThat(RemovalWishes.of(spec("{deletionPolicy: LogOut}"), "gold", Optional.empty()))
        .isEqualTo(new RemovalWishes(false, false, ""));
  }

  private static WhatsAppSessionSpec spec(String spec) {
    return YAML.unmarshal("spec: " + spec, WhatsAppSession.class).getSpec();
  }

  private static WhatsAppSessionClass chosen(String defaults) {
    return YAML.unmarshal(
        "metadata: {name: gold}\nspec: {defaults: " + defaults + "}", WhatsAppSessionClass.class);
  }
}
