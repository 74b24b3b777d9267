#include "analysis/jump_chance.hpp"

#include "stats/distributions.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using analysis::JumpChance;

TEST_CASE("jump chance: known is what goes half as far as the nearest to twice as far as the farthest") {
    const std::vector<analysis::Jump> own{{1, 0, 0}, {2, 1, 0}};
    const JumpChance chance{own, 1000, {}, 0, 900};
    CHECK(chance.knows(0.5));
    CHECK(chance.knows(4));
    CHECK_FALSE(chance.knows(0.49));
    CHECK_FALSE(chance.knows(4.1));
    CHECK_FALSE(chance.knows(-1));
    CHECK(chance.seen(1).jumps == 2);
    CHECK(chance.seen(1).of == 1000);
    CHECK_FALSE(JumpChance{{}, 0, {}, 0, 0}.knows(1));
}

TEST_CASE("jump chance: one of many results is ordinary, many are not, nor is the same again") {
    const std::vector<analysis::Jump> own(18, analysis::Jump{1, 0, 0});
    const JumpChance chance{own, 9000, {}, 0, 900};
    CHECK(chance.of(1, 1, 300, 1, 1) == Approx(0.456).epsilon(0.02));  // 1 - (1 - 18.5 / 9001)^300, a little less sure
    CHECK(chance.of(1, 9, 300, 1, 1) < 1e-4);
    CHECK(chance.of(1, 1, 300, 2, 2) < 0.002);
}

TEST_CASE("jump chance: other testbeds tell what one's own history has not seen") {
    const std::vector<double> elsewhere(40, 1.0);
    const JumpChance chance{{}, 300, elsewhere, 20'000, 900};
    CHECK(chance.knows(1));
    // 1/2 + 900 * 40 / 20,000 jumps of 300 + 900 + 1 results.
    CHECK(chance.of(1, 1, 1, 1, 1) == Approx(2.3 / 1201));
}

TEST_CASE("jump chance: the beta binomial tail by hand") {
    // With a = b = 1 each count from 0 to n is as likely.
    CHECK(stats::beta_binomial_tail(0, 4, 1, 1) == Approx(1));
    CHECK(stats::beta_binomial_tail(1, 4, 1, 1) == Approx(0.8));
    CHECK(stats::beta_binomial_tail(4, 4, 1, 1) == Approx(0.2));
    CHECK(stats::beta_binomial_tail(5, 4, 1, 1) == 0);
    CHECK(stats::beta_binomial_tail(2, 2, 0.5, 0.5) == Approx(0.375));  // a (a + 1) / ((a + b) (a + b + 1))
}
