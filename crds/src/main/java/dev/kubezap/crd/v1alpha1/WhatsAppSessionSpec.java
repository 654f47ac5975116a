package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants of a session. Everything may be left out.
 *
 * @param className the class whose settings count where this says nothing; empty: none
 * @param displayName name that the phone shows under its linked devices
 * @param pairing how the account is linked
 * @param webhooks where events are delivered
 * @param behaviour what it does of its own accord
 * @param api who may use the session's API
 * @param network who reaches the session, and what it reaches
 * @param storage the volume of the session
 * @param media where files of messages are kept
 * @param suspend whether the pod is stopped, with everything kept
 * @param deletionPolicy what happens to the account and its data when the resource is deleted
 * @param resources CPU and memory of the pod
 * @param image container image of the pod
 * @param imagePullPolicy when the node fetches the image
 * @param imagePullSecrets Secrets with registry credentials
 * @param database the PostgreSQL database to use
 * @param clientVersion version that the client reports to WhatsApp
 * @param proxySecretRef Secret key with the URL of a proxy
 * @param logLevel how much the pod logs
 * @param labels labels for every object that is made for the session
 * @param logoutAt when the device is unlinked by itself
 * @param unknown what stands in the resource and this version cannot read; no part of the resource
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonDeserialize(using = LenientDeserializer.Spec.class)
@ValidationRule(
    value =
        "(has(self.storage) && has(self.storage.size) && !isQuantity(self.storage.size))"
            + " || quantity(has(self.storage) && has(self.storage.size) ? self.storage.size : '1Gi')"
            + ".compareTo(quantity(has(oldSelf.storage) && has(oldSelf.storage.size) ? oldSelf.storage.size : '1Gi')) >= 0",
    message = "a volume cannot shrink: keep spec.storage.size or enlarge it (the default is 1Gi)",
    fieldPath = ".storage")
@ValidationRule(
    value =
        "(has(self.storage) && has(self.storage.storageClassName) ? self.storage.storageClassName : '')"
            + " == (has(oldSelf.storage) && has(oldSelf.storage.storageClassName) ? oldSelf.storage.storageClassName : '')",
    message =
        "the storage class of an existing volume cannot change: make another session, or delete and create this one",
    fieldPath = ".storage")
@ValidationRule(
    value =
        "(has(self.storage) && has(self.storage.accessModes) ? self.storage.accessModes : ['ReadWriteOncePod'])"
            + " == (has(oldSelf.storage) && has(oldSelf.storage.accessModes) ? oldSelf.storage.accessModes : ['ReadWriteOncePod'])",
    message =
        "the access modes of an existing volume cannot change: make another session, or delete and create this one",
    fieldPath = ".storage")
@ValidationRule(
    value =
        "!(has(self.deletionPolicy) && self.deletionPolicy == 'Keep'"
            + " && has(self.storage) && has(self.storage.retention) && self.storage.retention == 'Delete')",
    message =
        "deletionPolicy Keep keeps the volume, too: leave storage.retention out or set it to Retain",
    fieldPath = ".storage.retention")
public record WhatsAppSessionSpec(
    @JsonPropertyDescription(
            "WhatsAppSessionClass whose settings count where this resource says nothing. Left out: the one that was the"
                + " cluster's default class when the session was made. Empty: none.")
        @Size(max = 253)
        @ValidationRule(
            value = "self.matches('^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$')",
            message = "className is the name of a WhatsAppSessionClass, or empty for none")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String className,
    @JsonPropertyDescription("Name that the phone shows under its linked devices.")
        @Size(min = 1, max = 64)
        @Nullable String displayName,
    @JsonPropertyDescription("How the account is linked. Left out: by scanning a QR code.")
        @Nullable Pairing pairing,
    @JsonPropertyDescription("Where events are delivered, signed and retried until they arrive.")
        @Size(max = 16)
        @ValidationRule(
            value =
                "self.all(a, self.exists_one(b, has(a.name) ? has(b.name) && b.name == a.name : !has(b.name) && b.url == a.url))",
            message =
                "two webhooks have the same name, or the same url and no name: name each differently")
        List<Webhook> webhooks,
    @JsonPropertyDescription("What the session does of its own accord. Changes need no restart.")
        @Nullable Behaviour behaviour,
    @JsonPropertyDescription("Who may use the session's API, beside whoever has its key.")
        @Nullable Api api,
    @JsonPropertyDescription("Who reaches the session's API, and what the session reaches.")
        @Nullable Network network,
    @JsonPropertyDescription("The volume of the session: device identity and media.")
        @Nullable Storage storage,
    @JsonPropertyDescription("Where files of messages are kept.") @Nullable Media media,
    @JsonPropertyDescription("Stops the pod and keeps credentials, messages and volume.")
        boolean suspend,
    @JsonPropertyDescription(
            "What deleting the resource does. LogOut (default): unlinks the device from the account and erases its data."
                + " Keep: leaves the device linked and keeps volume, keys and database rows, so that a session of the same"
                + " name goes on where this one stopped.")
        @Nullable DeletionPolicy deletionPolicy,
    @JsonPropertyDescription("CPU and memory of the pod.") @Nullable SessionResources resources,
    @JsonPropertyDescription("Container image of the pod. Left out: the operator's default.")
        @Size(min = 1, max = 512)
        @Pattern("^[^\\s]+$")
        @Nullable String image,
    @JsonPropertyDescription(
            "When the node fetches the image. Left out: as Kubernetes decides by the tag.")
        @Nullable ImagePullPolicy imagePullPolicy,
    @JsonPropertyDescription(
            "Secrets in the same namespace with registry credentials. Left out: those of the class; empty: none.")
        @Size(max = 8)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<SecretName> imagePullSecrets,
    @JsonPropertyDescription("The PostgreSQL database to use. Left out: the operator's default.")
        @Nullable DatabaseReference database,
    @JsonPropertyDescription(
            "Version that the client reports to WhatsApp, such as 2.3000.1023000000. Left out: kept up to date by itself.")
        @Size(max = 32)
        @ValidationRule(
            value = "self.matches('^[0-9]+([.][0-9]+){2,3}$')",
            message = "write the client version as numbers with dots, such as 2.3000.1023000000")
        @Nullable String clientVersion,
    @JsonPropertyDescription(
            "Secret key with the URL of a proxy for the connection to WhatsApp, such as http://user:password@proxy:3128.")
        @Nullable SecretKeyReference proxySecretRef,
    @JsonPropertyDescription("How much the pod logs. Left out: Info.") @Nullable LogLevel logLevel,
    @JsonPropertyDescription("Labels for every object that is made for the session.")
        @Size(max = 16)
        @ValidationRule(
            value =
                "self.all(k, k.matches('^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$'))",
            message =
                "write label names as Kubernetes takes them: at most 63 letters, digits, dashes, dots and underscores, after an optional prefix/")
        @ValidationRule(
            value =
                "self.all(k, !k.startsWith('app.kubernetes.io/') && !k.startsWith('kubezap.dev/'))",
            message =
                "labels with the prefixes app.kubernetes.io/ and kubezap.dev/ are set by the operator: use another prefix")
        @ValidationRule(
            value =
                "self.all(k, !k.startsWith('argocd.argoproj.io/') && !k.startsWith('kustomize.toolkit.fluxcd.io/')"
                    + " && !k.startsWith('helm.toolkit.fluxcd.io/') && !k.startsWith('objectset.rio.cattle.io/'))",
            message =
                "labels by which Argo CD, Flux and Fleet know what they made would have them prune the session's volume and keys: leave them out of spec.labels")
        Map<String, String> labels,
    @JsonPropertyDescription(
            "When the device is unlinked by itself, in UTC, such as 2031-01-01T00:00:00Z. What is linked after that time is unlinked"
                + " at once. Messages stay; the session can be linked again when this is taken out or later.")
        @Size(max = 20)
        @ValidationRule(
            value =
                "self.matches('^2[0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$')",
            message = "write logoutAt as a time in UTC, such as 2031-01-01T00:00:00Z")
        @Nullable String logoutAt,
    @JsonIgnore List<UnknownSetting> unknown) {

  /** Nothing said: pairing by QR, all defaults. */
  public static final WhatsAppSessionSpec EMPTY =
      new WhatsAppSessionSpec(
          null, null, null, List.of(), null, null, null, null, null, false, null, null, null, null,
          null, null, null, null, null, Map.of(), null, List.of());

  /** The service accounts whose tokens open the API. */
  public List<AllowedServiceAccount> serviceAccounts() {
    return Objects.requireNonNullElse(api, Api.EMPTY).serviceAccounts();
  }

  /** Who reaches the session and what it reaches, empty when nothing is said. */
  public Network reach() {
    return Objects.requireNonNullElse(network, Network.EMPTY);
  }

  /** The further keys of the API. */
  public List<ApiKeyDigest> apiKeys() {
    return Objects.requireNonNullElse(api, Api.EMPTY).keys();
  }

  /** Whether a key counts in the address of a stream or picture. */
  public boolean keyInQuery() {
    return Boolean.TRUE.equals(Objects.requireNonNullElse(api, Api.EMPTY).keyInQuery());
  }

  /** Takes absent lists and maps as empty ones, but for that which the class may fill. */
  public WhatsAppSessionSpec {
    webhooks = List.copyOf(Objects.requireNonNullElse(webhooks, List.of()));
    imagePullSecrets = imagePullSecrets == null ? null : List.copyOf(imagePullSecrets);
    labels = Map.copyOf(Objects.requireNonNullElse(labels, Map.of()));
    unknown = List.copyOf(Objects.requireNonNullElse(unknown, List.of()));
  }

  /** The same, with other webhooks. */
  public WhatsAppSessionSpec delivering(List<Webhook> others) {
    return new WhatsAppSessionSpec(
        className,
        displayName,
        pairing,
        others,
        behaviour,
        api,
        network,
        storage,
        media,
        suspend,
        deletionPolicy,
        resources,
        image,
        imagePullPolicy,
        imagePullSecrets,
        database,
        clientVersion,
        proxySecretRef,
        logLevel,
        labels,
        logoutAt,
        unknown);
  }

  /** The same, with what could not be read. */
  WhatsAppSessionSpec lacking(List<UnknownSetting> unread) {
    return new WhatsAppSessionSpec(
        className,
        displayName,
        pairing,
        webhooks,
        behaviour,
        api,
        network,
        storage,
        media,
        suspend,
        deletionPolicy,
        resources,
        image,
        imagePullPolicy,
        imagePullSecrets,
        database,
        clientVersion,
        proxySecretRef,
        logLevel,
        labels,
        logoutAt,
        unread);
  }

  /** Whether something at or below this field, such as {@code spec.storage}, cannot be read. */
  public boolean unknown(String field) {
    return unknown.stream().anyMatch(setting -> setting.concerns(field));
  }
}
