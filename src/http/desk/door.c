#include "http/desk/door.h"

#include "base/memory.h"

#include <semaphore.h>
#include <time.h>

struct gp_door {
    gp_desk *desk;
    const char *staff_header;
    gp_lockout *lockout;
    sem_t hashings;
};

gp_status gp_door_open(gp_desk *desk, const char *staff_header, gp_door **door)
{
    gp_door *made = gp_alloc(sizeof *made);

    *door = NULL;
    if (made == NULL)
        return GP_NO_MEMORY;
    made->desk = desk;
    made->staff_header = staff_header;
    if (gp_lockout_open(&made->lockout) != GP_OK) {
        gp_free(made);
        return GP_NO_MEMORY;
    }
    (void)sem_init(&made->hashings, 0, GP_DOOR_HASHINGS);
    *door = made;
    return GP_OK;
}

void gp_door_close(gp_door *door)
{
    if (door == NULL)
        return;
    (void)sem_destroy(&door->hashings);
    gp_lockout_close(door->lockout);
    gp_free(door);
}

gp_desk *gp_door_desk(const gp_door *door)
{
    return door->desk;
}

const char *gp_door_staff_header(const gp_door *door)
{
    return door->staff_header;
}

gp_lockout *gp_door_lockout(const gp_door *door)
{
    return door->lockout;
}

static gp_status wait_for_turn(gp_door *door, gp_error *error)
{
    struct timespec until;

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += GP_DOOR_WAIT_MS / 1000;
    if (sem_timedwait(&door->hashings, &until) == 0)
        return GP_OK;
    return gp_error_set(error, GP_BUSY, "sign-in: too many try at once; try again");
}

gp_status gp_door_fits(gp_door *door, gp_str hash, gp_str password, bool *fits, gp_error *error)
{
    gp_status status = wait_for_turn(door, error);

    *fits = false;
    if (status != GP_OK)
        return status;
    *fits = gp_password_fits(hash, password);
    (void)sem_post(&door->hashings);
    return GP_OK;
}

gp_status gp_door_hash(gp_door *door, gp_str password, char hash[GP_PASSWORD_HASH_SIZE],
                       gp_error *error)
{
    gp_status status = wait_for_turn(door, error);

    if (status != GP_OK)
        return status;
    status = gp_password_hash(password, hash, error);
    (void)sem_post(&door->hashings);
    return status;
}
