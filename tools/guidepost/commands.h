/* commands.h - the commands, one file each; main.c calls them by name.
 *
 * Each takes its own arguments (argv[0] is its name), understands --help, and returns an exit code of
 * cli.h.
 */
#ifndef GUIDEPOST_COMMANDS_H
#define GUIDEPOST_COMMANDS_H

/* cmd_check.c: what is wrong with a corpus. */
int gp_cmd_check(int argc, char **argv);
/* cmd_import.c: an export of WordPress to Markdown files. */
int gp_cmd_import(int argc, char **argv);
/* cmd_index.c: builds or refreshes the index. */
int gp_cmd_index(int argc, char **argv);
/* cmd_serve.c: the web server. */
int gp_cmd_serve(int argc, char **argv);
/* cmd_report.c: what visitors asked and did not find. */
int gp_cmd_report(int argc, char **argv);
/* cmd_purge.c: deletes old counts and votes. */
int gp_cmd_purge(int argc, char **argv);
/* cmd_user.c: accounts of the staff desk. */
int gp_cmd_user(int argc, char **argv);
/* cmd_desk.c: whether the staff desk's audit is sound. */
int gp_cmd_desk(int argc, char **argv);
/* cmd_export.c: the desk's approvals as approvals.jsonl. */
int gp_cmd_export(int argc, char **argv);
/* cmd_backup.c: a copy of the staff desk, and the way back. */
int gp_cmd_backup(int argc, char **argv);
/* cmd_search.c: a search from the shell. */
int gp_cmd_search(int argc, char **argv);
/* cmd_mcp.c: an assistant's questions over stdio. */
int gp_cmd_mcp(int argc, char **argv);
/* cmd_run.c: many questions to a TREC run file. */
int gp_cmd_run(int argc, char **argv);
/* cmd_eval.c: collections of judged questions to figures. */
int gp_cmd_eval(int argc, char **argv);
/* cmd_diff.c: what moved between two builds of an index. */
int gp_cmd_diff(int argc, char **argv);

#endif
