#include "secret_input.h"

#include "desk/password.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* A line of stdin without its end. Read byte by byte: nothing of it stays in a buffer of stdio. */
static gp_status read_line(gp_arena *arena, gp_str *line, gp_error *error)
{
    char bytes[GP_PASSWORD_MAX + 2];
    size_t size = 0;
    ssize_t got = 0;

    while (size < sizeof bytes && (got = read(STDIN_FILENO, bytes + size, 1)) == 1 &&
           bytes[size] != '\n')
        size++;
    if (got < 0)
        return gp_error_set(error, GP_IO, "password: cannot be read");
    if (size >= sizeof bytes)
        return gp_error_set(error, GP_INVALID, "password: it is longer than %d characters",
                            GP_PASSWORD_MAX);
    if (got == 0 && size == 0)
        return gp_error_set(error, GP_INVALID,
                            "password: none came; type it, or pipe one line into this command");
    if (size > 0 && bytes[size - 1] == '\r')
        size--;
    *line = gp_arena_copy(arena, (gp_str){bytes, size});
    explicit_bzero(bytes, sizeof bytes);
    return line->data != NULL ? GP_OK
                              : gp_error_set(error, GP_NO_MEMORY, "password: not enough memory");
}

static gp_status ask(const char *prompt, gp_arena *arena, gp_str *line, gp_error *error)
{
    gp_status status;

    (void)fputs(prompt, stderr);
    status = read_line(arena, line, error);
    (void)fputc('\n', stderr);
    return status;
}

gp_status cli_read_password(gp_arena *arena, gp_str *password, gp_error *error)
{
    struct termios before;
    struct termios silent;
    gp_str again;
    gp_status status;

    if (isatty(STDIN_FILENO) == 0)
        return read_line(arena, password, error);
    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return gp_error_set(error, GP_IO, "password: this terminal cannot be asked");
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) != 0)
        return gp_error_set(error, GP_IO, "password: this terminal cannot be asked");
    status = ask("Password: ", arena, password, error);
    if (status == GP_OK)
        status = ask("The same again: ", arena, &again, error);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    if (status == GP_OK && !gp_str_equal(*password, again))
        return gp_error_set(error, GP_INVALID,
                            "password: not the same both times; nothing was changed");
    return status;
}
