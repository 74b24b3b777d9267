#include "cli/typed.hpp"

#include "cli/help.hpp"

namespace benchfolio::cli {
namespace {

void add_appearance(CLI::App& app, Typed& typed) {
    app.add_option("--color", typed.colour, "auto, always or never; auto heeds NO_COLOR and TERM=dumb")
        ->type_name("WHEN");
    app.add_flag("-q,--quiet", typed.quiet, "No progress, only results and errors");
}

void add_store(CLI::App& app, Typed& typed, const char* what) {
    app.add_option("--archive", typed.archive, what)->type_name("URL");
    app.add_option("--endpoint", typed.endpoint, "Where S3 is, if not on AWS: https://host or http://host:port")
        ->type_name("URL");
    app.add_option("--region", typed.region, "Of the bucket; else as the AWS tools find it")->type_name("NAME");
    app.add_option("--profile", typed.profile, "Of the AWS configuration; else AWS_PROFILE")->type_name("NAME");
    app.add_option("--addressing", typed.addressing, "Bucket in the `path` or the `host` of addresses; else auto")
        ->type_name("STYLE");
    app.add_flag("--no-sign-request", typed.no_sign_request, "Ask without credentials: a public bucket");
}

constexpr auto the_archive = "A folder, s3://bucket/prefix, or a published site's address (required)";
constexpr auto archive_beside_files =
    "A folder, s3://bucket/prefix or a site, for names and noise (required for names)";

void add_reading(CLI::App& app, Typed& typed, const char* archive = the_archive) {
    add_store(app, typed, archive);
    app.add_option("--cache", typed.cache, "Where what was read is kept; else benchfolio/ in the user's cache")
        ->type_name("DIR");
    app.add_flag("--no-cache", typed.no_cache, "Read everything, keep nothing");
    app.add_option("--config", typed.config, "The configuration; else ./benchfolio.toml, else defaults")
        ->type_name("FILE");
    app.add_option("--repo", typed.clone, "A clone of the measured project: counts commits, knows tags and branches")
        ->type_name("DIR");
    app.add_option("-j,--jobs", typed.jobs, "Threads; else one for each processor")->type_name("N");
}

void add_look(CLI::App& app, Typed& typed) {
    app.add_option("--templates", typed.templates, "A folder whose templates replace built-in ones")->type_name("DIR");
    app.add_option("--assets", typed.assets, "A folder whose stylesheet or script replaces the built-in one")
        ->type_name("DIR");
    app.add_option("--now", typed.now, "When this is, for the page's freshness; else the clock")->type_name("RFC3339");
}

CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& what, const char* examples) {
    CLI::App* command = app.add_subcommand(name, what)->group("Commands");
    command->allow_extras();
    command->set_help_flag("-h,--help", "Print this");
    command->footer(examples);
    return command;
}

void add_build(CLI::App& app, Typed& typed) {
    CLI::App* build = add_command(app, "build", "Turn an archive of results into a site", help::build);
    add_reading(*build, typed);
    build->add_option("--out", typed.out, "The folder of the site: new, empty, or an earlier site (required)")
        ->type_name("DIR");
    add_look(*build, typed);
    build->add_option("--summary", typed.summary, "A file that gets an account in Markdown appended")
        ->type_name("FILE");
    build->add_flag("--strict", typed.strict, "Exit 3 when the archive has broken files");
    add_appearance(*build, typed);
}

void add_ingest(CLI::App& app, Typed& typed) {
    CLI::App* ingest =
        add_command(app, "ingest", "Read an archive, or a share of it, into a cache for build", help::ingest);
    add_store(*ingest, typed, "A folder or s3://bucket/prefix (required)");
    ingest->add_option("--shard", typed.shard, "The share to read, from 1/N to N/N; else all")->type_name("I/N");
    ingest->add_option("--cache", typed.cache, "Where what was read is kept (required)")->type_name("DIR");
    ingest->add_flag("--no-cache", typed.no_cache)->group("");  // of the other commands: refused in our words
    ingest->add_option("--config", typed.config, "The configuration, as for build; else ./benchfolio.toml")
        ->type_name("FILE");
    ingest->add_option("-j,--jobs", typed.jobs, "Threads; else one for each processor")->type_name("N");
    add_appearance(*ingest, typed);
}

void add_check(CLI::App& app, Typed& typed) {
    CLI::App* check =
        add_command(app, "check", "Say what the archive holds and what is wrong; write nothing", help::check);
    add_reading(*check, typed);
    check->add_flag("--json", typed.json, "The report as JSON");
    add_appearance(*check, typed);
}

void add_init(CLI::App& app, Typed& typed) {
    CLI::App* init =
        add_command(app, "init", "Write a commented benchfolio.toml, the reference of its keys", help::init);
    init->add_option("--config", typed.config, "The file to write; else ./benchfolio.toml")->type_name("FILE");
    init->add_flag("--triage", typed.triage, "Write triage.toml beside it instead: what is decided about changes");
    add_appearance(*init, typed);
}

void add_failed(CLI::App& upload, Typed& typed) {
    upload.add_option("--failed", typed.failed, "Record a night without results: failure, cancelled or timed_out")
        ->type_name("OUTCOME");
    upload.add_option("--workflow", typed.workflow, "With --failed: what failed")->type_name("NAME");
    upload.add_option("--url", typed.url, "With --failed: its log")->type_name("URL");
    upload.add_option("--commit", typed.commit, "With --failed: what it was to measure")->type_name("ID");
    upload.add_option("--at", typed.at, "With --failed: when; else now")->type_name("RFC3339");
}

void add_kind(CLI::App& upload, Typed& typed) {
    upload.add_option("--kind", typed.kind, "nightly, tag, manual, branch or pull-request; else as the file says")
        ->type_name("KIND");
    upload.add_option("--ref", typed.ref, "With --kind: the tag, the branch, the number of the pull request")
        ->type_name("NAME");
    upload.add_option("--owner", typed.owner, "With --kind: of the fork that was measured")->type_name("NAME");
    upload.add_option("--start", typed.start, "With --kind branch: the commit where it began")->type_name("ID");
}

void add_upload(CLI::App& app, Typed& typed) {
    CLI::App* upload = add_command(app, "upload", "Store result files in an archive", help::upload);
    upload->add_option("FILE", typed.files, "The result files, plain or gzipped; - is standard input")->type_name("");
    add_store(*upload, typed, "Where to: a folder or s3://bucket/prefix (required)");
    upload->add_option("--folder", typed.folder, "A folder below the archive; else its root")->type_name("PATH");
    upload->add_option("--config", typed.config, "The configuration, for commit_from; else as of build")
        ->type_name("FILE");
    add_kind(*upload, typed);
    add_failed(*upload, typed);
    upload->add_flag("--dry-run", typed.dry_run, "Read and say, store nothing");
    add_appearance(*upload, typed);
}

void add_commit(CLI::App& publish, Typed& typed) {
    publish.add_option("--message", typed.message, "Of the commit; else which site this is")->type_name("TEXT");
    publish.add_option("--author", typed.author, "Of the commit; else git's own setting")->type_name("'NAME <MAIL>'");
    publish.add_option("--date", typed.date, "Of the commit; else now")->type_name("RFC3339");
}

void add_publish(CLI::App& app, Typed& typed) {
    CLI::App* publish = add_command(app, "publish", "Push a site to a pages branch, without history", help::publish);
    publish->add_option("--site", typed.site, "The folder that `build` wrote; else site")->type_name("DIR");
    publish->add_option("--repository", typed.repository, "The checkout whose remote it is; else here")
        ->type_name("DIR");
    publish->add_option("--remote", typed.remote, "A remote of the checkout, or an address; else origin")
        ->type_name("REMOTE");
    publish->add_option("--branch", typed.branch, "The pages branch; else gh-pages")->type_name("NAME");
    publish->add_option("--path", typed.path, "The site's folder on the branch; else its root")->type_name("PATH");
    add_commit(*publish, typed);
    publish
        ->add_option("--largest-loss", typed.largest_loss,
                     "Refuse to lose more than this share of the benchmarks; else 0.5")
        ->type_name("SHARE");
    publish->add_flag("--adopt", typed.adopt, "Replace other people's files in the way, and take over their branch");
    publish->add_flag("--dry-run", typed.dry_run, "Do everything but push");
    add_appearance(*publish, typed);
}

void add_serve(CLI::App& app, Typed& typed) {
    CLI::App* serve = add_command(app, "serve", "Preview the site while working on it", help::serve);
    add_reading(*serve, typed);
    add_look(*serve, typed);
    serve->add_option("--port", typed.port, "Of 127.0.0.1; 0: any free one; else 1111")->type_name("N");
    serve->add_flag("--open", typed.open, "Open it in the browser");
    add_appearance(*serve, typed);
}

void add_testbed(CLI::App& app, Typed& typed) {
    app.add_option("--testbed", typed.testbed, "Only testbeds whose name has this in it")->type_name("PATTERN");
}

void add_since(CLI::App& app, Typed& typed, const char* what) {
    app.add_option("--since", typed.since, what)->type_name("DATE");
}

void add_now(CLI::App& app, Typed& typed, const char* what) {
    app.add_option("--now", typed.now, what)->type_name("RFC3339");
}

void add_github(CLI::App& app, Typed& typed) {
    app.add_option("--api", typed.github, "GitHub's API; else GITHUB_API_URL, else api.github.com")->type_name("URL");
}

constexpr auto for_triage = "When this is, for what expires in triage.toml; else the clock";

void add_format(CLI::App& app, Typed& typed, const char* known) {
    app.add_option("--format", typed.format, known)->type_name("FORMAT");
}

void add_changes(CLI::App& app, Typed& typed) {
    CLI::App* changes = add_command(app, "changes", "Say what changed, and in which commits", help::changes);
    add_reading(*changes, typed);
    add_since(*changes, typed, "Only changes first seen on this day or time, or later");
    add_now(*changes, typed, for_triage);
    add_format(*changes, typed, "text, markdown or json; else text");
    add_appearance(*changes, typed);
}

void add_export(CLI::App& app, Typed& typed) {
    CLI::App* exported =
        add_command(app, "export", "Write everything as tables for other programs", help::export_tables);
    add_reading(*exported, typed);
    add_format(*exported, typed, "sqlite, csv or jsonl (required)");
    exported->add_option("--out", typed.out, "The database, or the folder of the tables (required)")->type_name("PATH");
    add_now(*exported, typed, for_triage);
    exported->add_flag("--schema", typed.schema, "Print what each table and column holds, and do nothing else");
    add_appearance(*exported, typed);
}

void add_compare(CLI::App& app, Typed& typed) {
    CLI::App* compare = add_command(app, "compare", "Hold results against each other", help::compare);
    compare->add_option("BASE HEAD", typed.sides, "What to compare with what")->type_name("");
    add_reading(*compare, typed, archive_beside_files);
    add_testbed(*compare, typed);
    compare->add_flag("--across-testbeds", typed.across_testbeds, "Compare different CPUs too, and say so");
    add_format(*compare, typed, "text, markdown, json or html; else text");
    add_appearance(*compare, typed);
}

void add_gate(CLI::App& app, Typed& typed) {
    CLI::App* gate = add_command(app, "gate", "Fail when new results are a regression", help::gate);
    gate->add_option("--head", typed.heads, "The new result files (required)")->type_name("FILE");
    add_reading(*gate, typed);
    gate->add_option("--folder", typed.folder, "The folder below the archive where the files would belong")
        ->type_name("PATH");
    gate->add_option("--base", typed.base, "A run, commit, tag or branch to hold against; else chosen and said")
        ->type_name("REF");
    gate->add_option("--branch", typed.head_branch, "The branch of the new results; else as recorded")
        ->type_name("NAME");
    add_now(*gate, typed, for_triage);
    gate->add_flag("--fail-on-unknown", typed.fail_on_unknown, "Exit 1 also where a regression cannot be told");
    gate->add_option("--comment", typed.comment_file, "A file for the Markdown of a pull request's comment")
        ->type_name("FILE");
    gate->add_option("--check", typed.check_file, "A file for the summary of a check")->type_name("FILE");
    gate->add_option("--key", typed.key, "Tells comment and check from others; else the site's title")
        ->type_name("NAME");
    add_format(*gate, typed, "text, markdown or json; else text");
    add_appearance(*gate, typed);
}

void add_backtest(CLI::App& app, Typed& typed) {
    CLI::App* backtest = add_command(app, "backtest", "Replay the gate's thresholds over the archive", help::backtest);
    add_reading(*backtest, typed);
    add_since(*backtest, typed, "Only runs of this day or time, or later");
    add_format(*backtest, typed, "text or json; else text");
    add_appearance(*backtest, typed);
}

void add_import(CLI::App& app, Typed& typed) {
    CLI::App* import = add_command(app, "import", "Bring another tool's history into an archive", help::import_history);
    import->add_option("mypyc FOLDER", typed.sides, "Whose history, and the folder of it")->type_name("");
    add_store(*import, typed, "Where to: a folder or s3://bucket/prefix (required)");
    import->add_flag("--dry-run", typed.dry_run, "Read and say, store nothing");
    add_appearance(*import, typed);
}

void add_continuity(CLI::App& app, Typed& typed) {
    CLI::App* continuity =
        add_command(app, "continuity", "Carry histories over upgrades: factors, and what is still to be measured",
                    help::continuity);
    add_reading(*continuity, typed);
    continuity->add_option("--check", typed.seam, "A commit that changes nothing: is there a jump on the newer side?")
        ->type_name("COMMIT");
    continuity->add_flag("--json", typed.json, "The report as JSON");
    add_appearance(*continuity, typed);
}

void add_comment(CLI::App& app, Typed& typed) {
    CLI::App* comment = add_command(app, "comment", "Bring what the gate says to a pull request", help::comment);
    comment->add_option("--project", typed.project, "The repository on GitHub (required)")->type_name("OWNER/NAME");
    comment->add_option("--pull", typed.pull, "The pull request; else the open one of --commit")->type_name("NUMBER");
    comment->add_option("--commit", typed.head_commit, "The head commit that was measured")->type_name("SHA");
    comment->add_option("--body", typed.body, "The comment, as gate --comment wrote it")->type_name("FILE");
    comment->add_option("--check", typed.check_file, "The check, as gate --check wrote it")->type_name("FILE");
    add_github(*comment, typed);
    comment->add_flag("--only-changes", typed.only_changes, "No new comment where nothing changed");
    comment->add_flag("--dry-run", typed.dry_run, "Say what would be written, write nothing");
    add_appearance(*comment, typed);
}

void add_list(CLI::App& app, Typed& typed) {
    CLI::App* list = add_command(app, "list", "List what the archive holds", help::list);
    list->add_option("WHAT", typed.listed, "runs, branches, benchmarks or testbeds")->type_name("");
    add_reading(*list, typed);
    list->add_option("--kind", typed.kind, "Only runs of this kind: nightly, tag, manual, branch or pull-request")
        ->type_name("KIND");
    list->add_option("--branch", typed.head_branch, "Only runs of branches that match")->type_name("PATTERN");
    add_testbed(*list, typed);
    list->add_option("--benchmark", typed.benchmark, "Only benchmarks whose name has this in it")->type_name("PATTERN");
    add_since(*list, typed, "Only runs of this day or time, or later");
    list->add_flag("--json", typed.json, "The list as JSON");
    add_appearance(*list, typed);
}

void add_plan(CLI::App& app, Typed& typed) {
    CLI::App* plan = add_command(app, "plan", "List what a new version of the suite has to measure again", help::plan);
    add_reading(*plan, typed);
    plan->add_option("--suite", typed.suite, "The version to measure with; else the newest that runs record")
        ->type_name("VERSION");
    plan->add_option("--nights", typed.nights, "How far back nights count, before the newest; else 14 days")
        ->type_name("DAYS");
    add_testbed(*plan, typed);
    add_format(*plan, typed, "text, json or matrix; else text");
    add_appearance(*plan, typed);
}

void add_bisect(CLI::App& app, Typed& typed) {
    CLI::App* bisect =
        add_command(app, "bisect", "Narrow a change down to commits, and list what to measure for it", help::bisect);
    bisect->add_option("CHANGE", typed.change, "Its id, or the beginning of it")->type_name("");
    add_reading(*bisect, typed);
    bisect->add_flag("--first-parent", typed.first_parent, "Take a merge for one commit");
    add_format(*bisect, typed, "text, json or matrix; else text");
    add_appearance(*bisect, typed);
}

void add_request(CLI::App& app, Typed& typed) {
    CLI::App* request = add_command(app, "request", "Have a commit of any fork measured by hand", help::request);
    request->add_option("OWNER/REPO@COMMIT", typed.asked, "What to measure")->type_name("");
    request->add_option("--project", typed.project, "Whose workflow it is; else that of site.repository_url")
        ->type_name("OWNER/NAME");
    request->add_option("--workflow", typed.workflow_file, "Its file; else manual.yml")->type_name("FILE");
    request->add_option("--branch", typed.workflow_branch, "Whose workflow file counts; else the default branch")
        ->type_name("NAME");
    request->add_option("--suite", typed.suite, "The version of the suite; else the workflow's")->type_name("VERSION");
    request->add_option("--flags", typed.flags, "Of the build, as the workflow takes them")->type_name("TEXT");
    request->add_option("--testbed", typed.testbed, "Where to measure; else the workflow's")->type_name("NAME");
    request->add_option("--archive", typed.archive, "Where the result will be kept")->type_name("URL");
    request->add_option("--config", typed.config, "The configuration; else ./benchfolio.toml, else defaults")
        ->type_name("FILE");
    request->add_flag("--dispatch", typed.dispatch, "Start it, with the token of GITHUB_TOKEN");
    add_github(*request, typed);
    add_format(*request, typed, "text or json; else text");
    add_appearance(*request, typed);
}

}  // namespace

void describe(CLI::App& app, Typed& typed) {
    app.name("benchfolio");
    app.allow_extras();
    app.set_help_flag("-h,--help", "Print this; `benchfolio COMMAND --help` says more");
    app.set_version_flag("--version", "benchfolio " BENCHFOLIO_VERSION, "Print the version");
    app.get_formatter()->column_width(28);
    app.get_formatter()->label("SUBCOMMAND", "COMMAND");
    app.footer(help::overview);
    add_appearance(app, typed);
    add_build(app, typed);
    add_serve(app, typed);
    add_publish(app, typed);
    add_upload(app, typed);
    add_changes(app, typed);
    add_compare(app, typed);
    add_export(app, typed);
    add_gate(app, typed);
    add_backtest(app, typed);
    add_comment(app, typed);
    add_continuity(app, typed);
    add_import(app, typed);
    add_plan(app, typed);
    add_bisect(app, typed);
    add_request(app, typed);
    add_ingest(app, typed);
    add_check(app, typed);
    add_list(app, typed);
    add_init(app, typed);
}

}  // namespace benchfolio::cli
