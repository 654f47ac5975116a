/** The program of whatsapp/README.md, which uses nothing but what other programs can use. */
@NullMarked
package dev.kubezap.whatsapp.example;

import org.jspecify.annotations.NullMarked;
