/**
 * The bundle for the Operator Lifecycle Manager (OLM, format registry+v1). Nothing of it is written
 * by hand twice: the Deployment is the chart's, the definitions, rights and examples are those of
 * the other modules, and OLM's own document around them is made here.
 */
@NullMarked
package dev.kubezap.olm;

import org.jspecify.annotations.NullMarked;
