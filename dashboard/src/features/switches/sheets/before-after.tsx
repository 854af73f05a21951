/** What is now and what will be, line by line. */
export function BeforeAfter({
  rows,
}: {
  rows: readonly (readonly [name: string, now: string, after: string])[];
}) {
  return (
    <table className="w-full table-fixed text-left text-sm">
      <thead>
        <tr className="text-muted">
          <th scope="col" className="w-20 py-1 font-normal">
            <span className="sr-only">What</span>
          </th>
          <th scope="col" className="py-1 font-medium">
            Now
          </th>
          <th scope="col" className="py-1 font-medium">
            After
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, now, after]) => (
          <tr key={name} className="border-t border-line align-top">
            <th scope="row" className="py-1.5 pr-2 font-normal text-muted">
              {name}
            </th>
            <td className="py-1.5 pr-2">{now}</td>
            <td className="py-1.5 font-medium">{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
