/** Lets buttons copy the text of a field; without JavaScript the field itself can be selected. */
export function letCopy(part) {
  for (const button of part.querySelectorAll(".copy")) {
    const before = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copies);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = button.dataset.copied;
        setTimeout(() => { button.textContent = before; }, 2_000);
      } catch {
        field.focus(); // it is selected: whoever may not copy by a script copies by hand
      }
    });
  }
}

letCopy(document);
