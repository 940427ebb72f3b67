/*
 * How fast libvterm takes a stream: libvterm_rate FILE COLUMNS ROWS prints bytes a second of the fastest of many passes.
 * Parser, state and screen, without callbacks and with damage merged, which is libvterm at its fastest.
 */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <vterm.h>

enum { PIECE = 65536, PASSES = 200 };

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
  FILE *file = argc == 4 ? fopen(argv[1], "rb") : NULL;
  if (!file)
    return 2;
  fseek(file, 0, SEEK_END);
  size_t length = ftell(file);
  rewind(file);
  char *bytes = malloc(length);
  if (!bytes || fread(bytes, 1, length, file) != length)
    return 1;

  VTerm *terminal = vterm_new(atoi(argv[3]), atoi(argv[2]));
  vterm_set_utf8(terminal, 1);
  VTermScreen *screen = vterm_obtain_screen(terminal);
  vterm_screen_enable_altscreen(screen, 1);
  vterm_screen_set_damage_merge(screen, VTERM_DAMAGE_SCROLL);
  vterm_screen_reset(screen, 1);

  double fastest = 1e9;
  for (int pass = 0; pass < PASSES; pass++) {
    double start = now();
    for (size_t at = 0; at < length; at += PIECE)
      vterm_input_write(terminal, bytes + at, length - at < PIECE ? length - at : PIECE);
    double seconds = now() - start;
    if (seconds < fastest)
      fastest = seconds;
  }
  printf("%.0f\n", length / fastest);
  return 0;
}
