package dev.kubezap.pod.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.config.WebhookFields;
import dev.kubezap.pod.config.WebhookSetting;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import dev.kubezap.pod.webhook.RegistrationTable;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** The webhooks that were made through the API: in the database, and as they were read last. */
final class RegisteredWebhooks {
  private static final Logger LOG = Logger.getLogger(RegisteredWebhooks.class);

  private final RegistrationTable table;
  private final Map<String, WebhookSetting> known = new TreeMap<>();

  RegisteredWebhooks(RegistrationTable table) {
    this.table = table;
  }

  /** Reads them all; what cannot be read is said and left out. */
  void load() throws SQLException {
    Map<String, byte[]> stored;
    try {
      stored = table.load();
    } catch (StoredStateException e) {
      LOG.errorf("Webhooks that were made through the API cannot be read: %s", e.getMessage());
      return;
    }
    known.clear();
    stored.forEach(
        (name, json) -> decoded(name, json).ifPresent(setting -> known.put(name, setting)));
  }

  /** As they were read last. */
  List<WebhookSetting> settings() {
    return List.copyOf(known.values());
  }

  boolean has(String name) {
    return known.containsKey(name);
  }

  /** Stores one; false when this process does not own the session any more. */
  boolean put(long epoch, WebhookSetting webhook) {
    try {
      boolean stored = table.put(epoch, webhook.name(), Json.bytes(WebhookFields.write(webhook)));
      if (stored) {
        known.put(webhook.name(), webhook);
      }
      return stored;
    } catch (SQLException e) {
      throw new StoreUnavailableException("the database does not answer", e);
    }
  }

  /** Forgets one; false when this process does not own the session any more. */
  boolean remove(long epoch, String name) {
    try {
      boolean removed = table.remove(epoch, name);
      if (removed) {
        known.remove(name);
      }
      return removed;
    } catch (SQLException e) {
      throw new StoreUnavailableException("the database does not answer", e);
    }
  }

  private static Optional<WebhookSetting> decoded(String name, byte[] json) {
    try {
      if (Json.read(json) instanceof ObjectNode object) {
        Optional<WebhookSetting> setting =
            WebhookFields.read(Optional.of(name), new Fields(object));
        if (setting.isPresent()) {
          return setting;
        }
      }
    } catch (MalformedJsonException e) {
      // Said below, as is whatever else is wrong with it.
    }
    LOG.errorf("The webhook %s was stored in a form that cannot be used: put it again", name);
    return Optional.empty();
  }
}
