import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';
import { shareOut } from '../../scale-out/assignment.ts';

const version = 1;

/** Tells the group's leader what this worker holds, so that it keeps it: see `shareOut`. */
export const stickyAssigner =
  (topic: string, partitions: number, owned: () => number[]): PartitionAssigner =>
  () => ({
    name: 'breakwater-sticky',
    version,
    protocol: ({ topics }) => ({
      name: 'breakwater-sticky',
      metadata: AssignerProtocol.MemberMetadata.encode({
        version,
        topics,
        userData: Buffer.from(JSON.stringify(owned())),
      }),
    }),
    assign: async ({ members }) => {
      const claims = members.map(({ memberId, memberMetadata }) => ({
        id: memberId,
        owned: ownedBy(AssignerProtocol.MemberMetadata.decode(memberMetadata)?.userData),
      }));
      return [...shareOut(partitions, claims)].map(([memberId, shares]) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version,
          assignment: { [topic]: shares },
          userData: Buffer.alloc(0),
        }),
      }));
    },
  });

function ownedBy(userData: Buffer | undefined): number[] {
  try {
    const owned: unknown = JSON.parse(userData?.toString() ?? '[]');
    return Array.isArray(owned) ? owned.filter(Number.isInteger) : [];
  } catch {
    return [];
  }
}
