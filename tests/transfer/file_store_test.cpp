#include "transfer/file_store.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <vector>

#include "stylize/optimize/lbfgs.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

TEST(FileStore, VectorsKeepTheirNumbers) {
  const TemporaryFolder folder;
  const auto store = make_file_store(folder.path());
  const std::vector<float> three{1, 2, 3}, two{4, 5};
  const auto first = store->make(3);
  auto second = store->make(3);
  const auto other = store->make(2);
  first->write(0, three.data(), 3);
  second->write(1, three.data(), 2);
  other->write(0, two.data(), 2);
  second = nullptr;
  const auto third = store->make(3);  // where the second one was
  third->write(0, three.data(), 3);
  std::vector<float> read(2);
  first->read(1, read.data(), 2);
  EXPECT_EQ(read, (std::vector<float>{2, 3}));
  other->read(0, read.data(), 2);
  EXPECT_EQ(read, two);
}

TEST(FileStore, MayEndBeforeItsVectors) {
  const TemporaryFolder folder;
  auto store = make_file_store(folder.path());
  const auto vector = store->make(2);
  store = nullptr;
  const std::vector<float> numbers{6, 7};
  vector->write(0, numbers.data(), 2);
  std::vector<float> read(2);
  vector->read(0, read.data(), 2);
  EXPECT_EQ(read, numbers);
}

// Over several blocks, the last one shorter, and with more steps than pairs.
TEST(FileStore, LbfgsTakesTheSameStepsWithVectorsOnTheDisk) {
  constexpr int64_t kElements = (int64_t{2} << 20) + 12345;
  const at::Tensor curvature = at::linspace(1, 50, kElements);
  const auto function = [&](const at::Tensor& x, at::Tensor& gradient) {
    const at::Tensor offset = x - 0.5;
    gradient.copy_(curvature * offset);
    return 0.5 * (gradient * offset).sum(at::kDouble).item<double>();
  };
  at::manual_seed(1);
  const at::Tensor start = at::rand({kElements});
  const TemporaryFolder folder;
  const auto store = make_file_store(folder.path());
  LbfgsOptions options;
  options.history = 2;
  Lbfgs in_memory(function, start, options);
  options.store = store.get();
  Lbfgs on_disk(function, start, options), restored(function, at::zeros_like(start), options);
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(in_memory.step(), StepResult::kMoved);
    ASSERT_EQ(on_disk.step(), StepResult::kMoved);
    ASSERT_TRUE(at::equal(on_disk.x(), in_memory.x())) << i;
    if (i == 3) restored.restore(on_disk.state());
  }
  EXPECT_EQ(on_disk.state().tensors.size(), 1u);
  EXPECT_EQ(on_disk.state().stored.size(), 5u);
  ASSERT_EQ(restored.step(), StepResult::kMoved);
  EXPECT_TRUE(at::equal(restored.x(), in_memory.x()));
  // Whichever way the one remembers, the other may go on.
  Lbfgs other(function, at::zeros_like(start), options);
  other.restore(in_memory.state());
  ASSERT_EQ(other.step(), in_memory.step());
  EXPECT_TRUE(at::equal(other.x(), in_memory.x()));
}

}  // namespace
}  // namespace stylize
