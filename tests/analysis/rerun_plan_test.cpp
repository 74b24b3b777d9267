#include "analysis/rerun_plan.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using analysis::NotRerun;
using analysis::Rerun;
using analysis::rerun_plan;
using analysis::RerunPlan;
using model::Kind;
using support::HistoryBuilder;

namespace {

constexpr auto epyc = "EPYC 7763", xeon = "Xeon 8272CL";

// Runs, each of which measured one thing; days after 2024-01-01.
class Archive {
  public:
    explicit Archive(std::vector<std::string> cpus = {epyc}) {
        for (const std::string& cpu : cpus) trends_.testbed(cpu), aside_.testbed(cpu);
    }

    Archive& night(int day, const model::Suite& suite, const std::string& commit, std::uint32_t testbed = 0) {
        add(nights_, trends_, day, suite, commit, testbed, {});
        return *this;
    }
    Archive& of(model::Purpose purpose, int day, const model::Suite& suite, const std::string& commit,
                std::uint32_t testbed = 0) {
        add(others_, aside_, day, suite, commit, testbed, std::move(purpose));
        return *this;
    }

    model::History build() const {
        model::History history = trends_.build(), aside = aside_.build();
        apply(nights_, history);
        apply(others_, aside);
        if (!aside.runs.empty()) history.aside = std::make_shared<const model::History>(std::move(aside));
        return history;
    }

  private:
    struct Said {
        std::string commit;
        model::Purpose purpose;
    };

    static void add(std::vector<Said>& said, HistoryBuilder& builder, int day, const model::Suite& suite,
                    const std::string& commit, std::uint32_t testbed, model::Purpose purpose) {
        builder.run(testbed, day, suite);
        said.push_back({commit, std::move(purpose)});
    }
    static void apply(const std::vector<Said>& said, model::History& history) {
        for (std::size_t i = 0; i < said.size(); ++i) {
            model::Run& run = history.runs[i];
            run.purpose = said[i].purpose;
            if (said[i].commit.empty())
                run.commit.reset();
            else
                run.commit->id = said[i].commit;
        }
    }

    HistoryBuilder trends_, aside_;
    std::vector<Said> nights_, others_;
};

// "commit testbed: tag v1, nightly"
std::string told(const Rerun& rerun) {
    std::string text = rerun.commit + " " + rerun.label + ":";
    for (const analysis::InvalidResult& of : rerun.of) {
        text += " " + std::string{model::name_of(of.purpose.kind)};
        if (!of.purpose.ref.empty()) text += "=" + of.purpose.owner + "/" + of.purpose.ref;
    }
    return text;
}

std::vector<std::string> told(const RerunPlan& plan) {
    std::vector<std::string> all;
    for (const Rerun& rerun : plan.reruns) all.push_back(told(rerun));
    return all;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("after a suite release all tags, the nights of two weeks and what was asked for by hand are to be rerun") {
    Archive archive;
    archive.of({Kind::tag, "v1", {}}, 0, "1", "aaaa001")
        .of({Kind::manual, "faster", "alice"}, 1, "1", "aaaa002")
        .of({Kind::branch, "topic", {}}, 1, "1", "aaaa003")
        .of({Kind::pull_request, "12", {}}, 1, "1", "aaaa004")
        .of({Kind::tag, "v2", {}}, 60, "1", "aaaa005");
    for (int day = 60; day < 80; ++day) archive.night(day, "1", "bbbb0" + std::to_string(day));
    archive.night(80, "2", "bbbb080");
    const RerunPlan plan = rerun_plan(archive.build(), {}, "2");
    Lines expected{"aaaa005 EPYC 7763: tag=/v2", "aaaa001 EPYC 7763: tag=/v1"};
    for (int day = 67; day < 80; ++day) expected.push_back("bbbb0" + std::to_string(day) + " EPYC 7763: nightly");
    expected.push_back("aaaa002 EPYC 7763: manual=alice/faster");
    CHECK(told(plan) == expected);
    CHECK(plan.done == 0);
    CHECK(plan.left_out.empty());
    CHECK(plan.until - plan.from == std::chrono::days{14});
}

TEST_CASE("what has a result with the new suite is done, whatever that was made for, on that testbed alone") {
    Archive archive{{epyc, xeon}};
    archive.of({Kind::tag, "v1", {}}, 0, "1", "aaaa001", 0)
        .of({Kind::tag, "v1", {}}, 0, "1", "aaaa001", 1)
        .of({Kind::manual, "again", "alice"}, 2, "2", "aaaa001", 0)
        .night(3, "1", "bbbb001", 0)
        .night(3, "1", "bbbb001", 1)
        .night(4, "2", "bbbb001", 1);
    const RerunPlan plan = rerun_plan(archive.build(), {}, "2");
    CHECK(told(plan) == Lines{"aaaa001 Xeon 8272CL: tag=/v1", "bbbb001 EPYC 7763: nightly"});
    CHECK(plan.done == 2);
}

TEST_CASE("one commit on one testbed is one rerun for all that it is wanted for") {
    Archive archive;
    archive.of({Kind::tag, "v1", {}}, 0, "0", "aaaa001")
        .of({Kind::tag, "v1", {}}, 1, "1", "aaaa001")
        .of({Kind::manual, "v1", "alice"}, 1, "1", "aaaa001")
        .night(2, "1", "aaaa001")
        .night(3, "2", "bbbb001");
    const RerunPlan plan = rerun_plan(archive.build(), {}, "2");
    REQUIRE(told(plan) == Lines{"aaaa001 EPYC 7763: tag=/v1 nightly manual=alice/v1"});
    CHECK(plan.reruns[0].of[0].suite == "1");
    CHECK(plan.reruns[0].of[0].time == plan.reruns[0].of[2].time);
}

TEST_CASE("a commit is the same where one tool abbreviates it") {
    Archive archive;
    archive.of({Kind::tag, "v1", {}}, 0, "1", "aaaa001")
        .of({Kind::tag, "v2", {}}, 0, "1", "aaaa0027777")
        .night(3, "1", "aaaa0018888")
        .night(4, "2", "aaaa002");
    const RerunPlan plan = rerun_plan(archive.build(), {}, "2");
    CHECK(told(plan) == Lines{"aaaa0018888 EPYC 7763: tag=/v1 nightly"});
    CHECK(plan.done == 1);
}

TEST_CASE("tags of a clone are found in whatever measured their commits, however long ago") {
    Archive archive;
    archive.night(0, "1", "aaaa001").night(80, "2", "bbbb001");
    analysis::Options options;
    options.tags = {{"v1", "aaaa0010000"}, {"v0", "ffff000"}};
    CHECK(told(rerun_plan(archive.build(), options, "2")) == Lines{"aaaa0010000 EPYC 7763: tag=/v1"});
    CHECK(told(rerun_plan(archive.build(), {}, "2")).empty());
}

TEST_CASE("what cannot be measured again is left out and counted") {
    Archive archive{{epyc, xeon}};
    archive
        .of({Kind::tag, "v1", {}}, 0, "1", "aaaa001", 1)  // whose testbed is gone
        .night(95, {}, "bbbb001")
        .night(96, "1", "")
        .night(97, "1", "bbbb003")
        .night(98, "2", "bbbb004");
    model::History history = archive.build();
    history.runs[2].commit->dirty = true;
    const RerunPlan plan = rerun_plan(history, {}, "2");
    CHECK(plan.reruns.empty());
    CHECK(plan.left_out ==
          std::map<NotRerun, std::uint32_t>{
              {NotRerun::no_suite, 1}, {NotRerun::no_commit, 1}, {NotRerun::dirty, 1}, {NotRerun::retired, 1}});
    history.testbeds[0].hidden = true;
    history.runs[2].commit->dirty = false;
    CHECK(rerun_plan(history, {}, "2").left_out.at(NotRerun::hidden) == 1);
}

TEST_CASE("a result of uncommitted changes does not stand for its commit") {
    Archive archive;
    archive.night(0, "1", "bbbb001").night(1, "2", "bbbb001");
    model::History history = archive.build();
    history.runs[1].commit->dirty = true;
    CHECK(told(rerun_plan(history, {}, "2")) == Lines{"bbbb001 EPYC 7763: nightly"});
}

TEST_CASE("a tag without a commit is rerun by its name") {
    Archive archive;
    archive.of({Kind::tag, "v1", {}}, 0, "1", "")
        .of({Kind::tag, "v2", {}}, 0, "1", "")
        .of({Kind::tag, "v2", {}}, 1, "2", "");
    const RerunPlan plan = rerun_plan(archive.build(), {}, "2");
    CHECK(told(plan) == Lines{" EPYC 7763: tag=/v1"});
    CHECK(plan.done == 1);
}

TEST_CASE("a suite that nobody has run yet makes everything invalid, the other way round too") {
    Archive archive;
    archive.night(0, "1", "bbbb001").night(1, "2", "bbbb002");
    CHECK(told(rerun_plan(archive.build(), {}, "3")) ==
          Lines{"bbbb001 EPYC 7763: nightly", "bbbb002 EPYC 7763: nightly"});
    CHECK(told(rerun_plan(archive.build(), {}, "1")) == Lines{"bbbb002 EPYC 7763: nightly"});
    CHECK(told(rerun_plan(archive.build(), {}, "3", std::chrono::hours{24})) == Lines{"bbbb002 EPYC 7763: nightly"});
}

TEST_CASE("an archive without runs needs none") {
    CHECK(rerun_plan({}, {}, "1").reruns.empty());
    CHECK(analysis::suite_versions({}).empty());
}

TEST_CASE("the newest suite is the one that came last, not that of the newest run") {
    Archive archive{{epyc, xeon}};
    archive.of({Kind::tag, "v1", {}}, 2, "0", "aaaa001")
        .night(0, "1", "bbbb001", 0)
        .night(1, "2", "bbbb002", 0)
        .night(1, {}, "bbbb002", 0)
        .night(2, "1", "bbbb003", 1);
    const auto versions = analysis::suite_versions(archive.build());
    REQUIRE(versions.size() == 3);
    CHECK(versions[0].name == "0");
    CHECK_FALSE(versions[0].in_trends);
    CHECK(versions[1].name == "1");
    CHECK(versions[1].runs == 2);
    CHECK(versions[2].name == "2");
}
