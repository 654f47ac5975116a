/**
 * What other systems post, made into texts for people: notifications of Alertmanager and Grafana,
 * and any JSON by a template. Nothing here sends.
 */
@NullMarked
package dev.kubezap.pod.receiver;

import org.jspecify.annotations.NullMarked;
