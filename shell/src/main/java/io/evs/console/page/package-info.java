/** The pages: pure functions from the model to a picture. */
package io.evs.console.page;
