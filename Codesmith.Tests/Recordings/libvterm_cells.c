/*
 * Replays a terminal session into libvterm and prints its cells.
 *
 *   libvterm_cells COLUMNS ROWS < pieces > cells
 *
 * A piece is its length in bytes as a line, then the bytes. After each piece come a line
 *   @ ROW COLUMN visible|hidden alternate|primary TITLE
 * and one line for each cell, row by row:
 *   CODEPOINTS WIDTH FOREGROUND BACKGROUND ATTRIBUTES
 * Code points are hexadecimal and joined by dots, "0" for an erased cell and "-" for the second half of a wide
 * character; a colour is "-", 0 to 255, or #rrggbb; attributes are letters of "biusv" or "-".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

static int visible = 1, alternate = 0;
static char title[1024];

static int set_property(VTermProp property, VTermValue *value, void *user)
{
  (void)user;
  switch (property) {
  case VTERM_PROP_CURSORVISIBLE: visible = value->boolean; break;
  case VTERM_PROP_ALTSCREEN: alternate = value->boolean; break;
  case VTERM_PROP_TITLE: snprintf(title, sizeof title, "%s", value->string); break;
  default: break;
  }
  return 1;
}

static void print_color(const VTermColor *color, int is_default)
{
  if (is_default)
    printf(" -");
  else if (VTERM_COLOR_IS_INDEXED(color))
    printf(" %d", color->indexed.idx);
  else
    printf(" #%02x%02x%02x", color->rgb.red, color->rgb.green, color->rgb.blue);
}

static void print_cell(const VTermScreenCell *cell)
{
  if (cell->chars[0] == (uint32_t)-1)
    printf("-");
  else
    printf("%x", cell->chars[0]);
  for (int i = 1; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[0] && cell->chars[i]; i++)
    printf(".%x", cell->chars[i]);
  printf(" %d", cell->width);
  print_color(&cell->fg, VTERM_COLOR_IS_DEFAULT_FG(&cell->fg));
  print_color(&cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg));
  char letters[8];
  int count = 0;
  if (cell->attrs.bold) letters[count++] = 'b';
  if (cell->attrs.italic) letters[count++] = 'i';
  if (cell->attrs.underline) letters[count++] = 'u';
  if (cell->attrs.strike) letters[count++] = 's';
  if (cell->attrs.reverse) letters[count++] = 'v';
  letters[count] = 0;
  printf(" %s\n", count ? letters : "-");
}

int main(int argc, char **argv)
{
  if (argc != 3)
    return 2;
  int columns = atoi(argv[1]), rows = atoi(argv[2]);
  VTerm *terminal = vterm_new(rows, columns);
  vterm_set_utf8(terminal, 1);
  VTermScreen *screen = vterm_obtain_screen(terminal);
  VTermScreenCallbacks callbacks = { .settermprop = set_property };
  vterm_screen_set_callbacks(screen, &callbacks, NULL);
  vterm_screen_enable_altscreen(screen, 1);
  vterm_screen_reset(screen, 1);

  char line[32];
  while (fgets(line, sizeof line, stdin)) {
    size_t length = strtoul(line, NULL, 10);
    char *bytes = malloc(length + 1);
    if (fread(bytes, 1, length, stdin) != length)
      return 1;
    vterm_input_write(terminal, bytes, length);
    free(bytes);

    VTermPos cursor;
    vterm_state_get_cursorpos(vterm_obtain_state(terminal), &cursor);
    printf("@ %d %d %s %s %s\n", cursor.row, cursor.col, visible ? "visible" : "hidden",
           alternate ? "alternate" : "primary", title);
    for (VTermPos at = { 0, 0 }; at.row < rows; at.row++)
      for (at.col = 0; at.col < columns; at.col++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(screen, at, &cell);
        print_cell(&cell);
      }
  }
  vterm_free(terminal);
  return 0;
}
